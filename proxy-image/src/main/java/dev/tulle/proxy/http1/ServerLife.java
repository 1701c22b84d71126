package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.ServerParts;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;

/// How long a client's connection may wait for its next request, and how old it may grow.
final class ServerLife {
    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long MESH_IDLE_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final Ticker ticker;
    private final long idleNanos;
    private final long openedNanos;
    private final long mostAgeNanos;

    /// The connection was opened now.
    ServerLife(Caller caller, ServerParts parts) {
        boolean mesh = caller instanceof Caller.Remote remote && remote.identified();
        this.ticker = parts.ticker();
        this.idleNanos = mesh ? MESH_IDLE_NANOS : IDLE_NANOS;
        this.openedNanos = ticker.nanoTime();
        this.mostAgeNanos = parts.mostAgeNanos(caller);
    }

    long idleNanos() {
        return idleNanos;
    }

    /// Whether it has served for long enough.
    boolean old() {
        return mostAgeNanos > 0 && ticker.nanoTime() - openedNanos > mostAgeNanos;
    }
}
