package dev.tulle.proxy.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// What was made for a test so far, taken away in the opposite order: processes before the
/// namespaces that they live in.
final class Parts implements AutoCloseable {

    private final Deque<Runnable> removals = new ArrayDeque<>();
    private final Path programs;

    Parts(Path programs) {
        this.programs = programs;
    }

    /// A directory of programs that come before those of the system.
    Path programs() {
        return programs;
    }

    Namespace keep(Namespace part) {
        removals.push(part::close);
        return part;
    }

    Party keep(Party part) {
        removals.push(part::close);
        return part;
    }

    @Override
    public void close() {
        removals.forEach(Runnable::run);
        try (var files = Files.list(programs)) {
            for (Path file : List.copyOf(files.toList())) {
                Files.delete(file);
            }
            Files.delete(programs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
