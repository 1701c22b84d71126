package dev.tulle.proxy.capture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Somebody in a network namespace: a process of its own ([Stub]) that listens and dials on order.
/// It ends when its input does, so a killed test leaves none behind.
final class Party implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;

    private Party(Process process) {
        this.process = process;
        this.answers =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /// As another user it may still read every file, for the class path may lie in root's home, and
    /// nothing else.
    static Party as(int uid, Namespace namespace) {
        var user = Integer.toString(uid);
        var command =
                new ArrayList<>(
                        namespace.inside(
                                List.of(
                                        "setpriv",
                                        "--reuid=" + user,
                                        "--regid=" + user,
                                        "--clear-groups")));
        if (uid != 0) {
            command.addAll(
                    List.of("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m"));
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"));
        command.add("-Dslf4j.internal.verbosity=ERROR");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Stub.class.getName()));
        try {
            return new Party(
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Accepts on this address and tells every caller where it arrived.
    void listen(String address, int port) {
        String answer = ask("listen " + address + " " + port);
        if (!answer.equals("listening")) {
            throw new IllegalStateException(
                    "no listener on " + address + ":" + port + ": " + answer);
        }
    }

    /// What the listener says that was reached: `<its port> <original destination> <caller>`; or
    /// `refused`, or `no answer`.
    String dial(String address, int port) {
        return ask("dial - " + address + " " + port);
    }

    String dialFrom(String source, String address, int port) {
        return ask("dial " + source + " " + address + " " + port);
    }

    /// Dials, sends a segment that fits no window into the connection, then uses it: `alive` or
    /// `reset`.
    String strayInto(String address, int port) {
        return ask("stray " + address + " " + port);
    }

    private String ask(String order) {
        try {
            process.getOutputStream().write((order + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return Objects.requireNonNull(answers.readLine(), "the stub has died: see its output");
        } catch (IOException e) {
            throw new UncheckedIOException("no answer to '" + order + "'", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
