package dev.tulle.proxy.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Whether the proxy takes traffic. Next to the page there is a file: the start gate of the pod
/// waits for it before the next container starts. Belongs to the control loop.
public final class Readiness {
    private static final Logger LOG = Logger.getLogger("dev.tulle.proxy.admin");

    private final Path file;
    private State state = State.STARTING;

    /// Readiness falls only in drain, never because discovery or a certificate went away.
    private enum State {
        STARTING,
        READY,
        DRAINING
    }

    public Readiness(Path runDirectory) {
        this.file = runDirectory.resolve("ready");
    }

    /// A file of an earlier run of the container would open the gate too early.
    public void starting() throws IOException {
        Files.deleteIfExists(file);
    }

    public void ready() throws IOException {
        if (state == State.STARTING) {
            state = State.READY;
            Files.write(file, new byte[0]);
        }
    }

    public void draining() {
        state = State.DRAINING;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "cannot remove the ready file",
                    new Object[] {Map.entry("why", e.toString())});
        }
    }

    Answer answer() {
        return switch (state) {
            case STARTING ->
                    Answer.text(503, "starting: the first configuration is not in force yet");
            case READY -> Answer.text(200, "ready");
            case DRAINING -> Answer.text(503, "draining");
        };
    }
}
