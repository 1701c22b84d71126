package dev.tulle.proxy.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A network namespace of this test run. Its name holds the process that made it, so that a later
/// run can take away what a killed one left.
record Namespace(String name) implements AutoCloseable {

    private static final Path ALL = Path.of("/run/netns");
    private static final String PREFIX = "tulle-capture-";

    static Namespace make(String role) {
        var made = new Namespace(PREFIX + ProcessHandle.current().pid() + "-" + role);
        Command.run(List.of("ip", "netns", "add", made.name)).orThrow();
        made.ip("link set lo up");
        return made;
    }

    /// Takes away the namespaces of processes that are no more.
    static void sweep() {
        if (!Files.isDirectory(ALL)) {
            return;
        }
        try (Stream<Path> entries = Files.list(ALL)) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.startsWith(PREFIX))
                    .filter(name -> ProcessHandle.of(maker(name)).isEmpty())
                    .forEach(name -> new Namespace(name).close());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long maker(String name) {
        return Long.parseLong(name.substring(PREFIX.length()).replaceFirst("-.*", ""));
    }

    List<String> inside(List<String> command) {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", name));
        line.addAll(command);
        return line;
    }

    void ip(String arguments) {
        List<String> line = new ArrayList<>(List.of("ip", "-n", name));
        line.addAll(List.of(arguments.split(" ")));
        Command.run(line).orThrow();
    }

    @Override
    public void close() {
        Command.run(List.of("ip", "netns", "delete", name));
    }
}
