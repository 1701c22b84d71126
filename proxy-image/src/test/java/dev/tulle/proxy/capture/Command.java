package dev.tulle.proxy.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A program that was run to its end, and what it said.
record Command(List<String> line, int exit, String out, String err) {

    static Command run(List<String> line) {
        return run(new ProcessBuilder(line));
    }

    /// With a directory whose programs come before those of the system.
    static Command runWith(Path programs, List<String> line) {
        var builder = new ProcessBuilder(line);
        builder.environment().merge("PATH", programs.toString(), (path, own) -> own + ":" + path);
        return run(builder);
    }

    private static Command run(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err =
                    new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Command(builder.command(), process.waitFor(), out, err.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + builder.command(), e);
        }
    }

    /// What it printed; a failed program is an error.
    String orThrow() {
        if (exit != 0) {
            throw new IllegalStateException(
                    String.join(" ", line) + " ended with " + exit + ": " + err);
        }
        return out;
    }
}
