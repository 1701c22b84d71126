package dev.tulle.proxy;

import dev.tulle.proxy.admin.Readiness;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.runtime.Drain;
import dev.tulle.proxy.runtime.Load;
import dev.tulle.proxy.runtime.MeshConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The way out: inbound first, when discovery says that the pod is being deleted or when asked to,
/// the rest on SIGTERM; over when nothing is under way any more and callers in the mesh have let
/// their connections go, for which they get a moment: one of them may just be sending what it
/// cannot send twice. After the patience that was set it is over in any case.
final class Draining {
    private static final Logger LOG = Logger.getLogger("dev.tulle.proxy");
    private static final long LOOK_MILLIS = 20;

    /// For callers that have not heard yet, or whose handshake waits for its turn on a busy node.
    private static final long LAST_CALL_MILLIS = 3_000;

    private final Drain drain;
    private final Readiness readiness;
    private final List<Load> loads;
    private final Executor control;
    private final Duration patience;

    Draining(
            Drain drain,
            Readiness readiness,
            List<Load> loads,
            Executor control,
            Duration patience) {
        this.drain = drain;
        this.readiness = readiness;
        this.loads = List.copyOf(loads);
        this.control = control;
        this.patience = patience;
    }

    /// Looks at accepted configuration; for the control loop.
    void configured(MeshConfig config) {
        if (config.local().life() == LocalWorkload.Life.TERMINATING) {
            inbound();
        }
    }

    /// For the control loop.
    void inbound() {
        advance(Drain.Stage.INBOUND);
    }

    private void advance(Drain.Stage stage) {
        if (drain.stage().compareTo(stage) < 0) {
            LOG.log(Level.INFO, "draining", new Object[] {Map.entry("stage", stage)});
            drain.advance(stage);
            readiness.draining();
        }
    }

    /// Drains all and waits for the end; for the thread that ends the process.
    void await() throws InterruptedException {
        CompletableFuture.runAsync(() -> advance(Drain.Stage.ALL), control)
                .completeOnTimeout(null, 1, TimeUnit.SECONDS)
                .join();
        long rounds = Math.max(1, patience.toMillis() / LOOK_MILLIS);
        long lastCall = LAST_CALL_MILLIS / LOOK_MILLIS;
        for (long i = 0; i < rounds; i++) {
            if (!loads.stream().anyMatch(Load::busy)
                    && (lastCall-- <= 0 || !loads.stream().anyMatch(Load::expectant))) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }
}
