package dev.tulle.proxy.http1;

import dev.tulle.proxy.runtime.Deadline;
import dev.tulle.proxy.upstream.HttpConnection;
import dev.tulle.proxy.upstream.HttpPools;
import dev.tulle.proxy.upstream.PoolKey;

/// Whether a connection to an endpoint takes another request, and where and how long it waits for
/// that.
final class ClientLife {
    private final PoolKey key;
    private final HttpPools pools;
    private final Deadline idle;
    private long idleNanos;
    private boolean keeps;
    private boolean reused;
    private boolean old;
    private boolean pinned;

    /// The deadline closes the connection.
    ClientLife(PoolKey key, HttpPools pools, Deadline idle) {
        this.key = key;
        this.pools = pools;
        this.idle = idle;
        this.idleNanos = IdleLimit.of(key);
    }

    /// Whether it waited for a request before.
    boolean reused() {
        return reused;
    }

    /// As [HttpConnection#stays].
    boolean stays() {
        return keeps && !old;
    }

    void retire() {
        old = true;
    }

    /// It rests for as long as its client does.
    void pin() {
        pinned = true;
    }

    void begin() {
        idle.off();
    }

    /// Takes off the head of a final answer what holds for this connection only.
    void answered(HeadBlock head, long framing) {
        idleNanos = IdleLimit.of(key, head);
        keeps =
                Connection.clean(head) == Connection.Persistence.STAYS
                        && framing != Framing.UNTIL_CLOSE;
    }

    void tunnels() {
        keeps = false;
    }

    /// False when it is to be closed: nobody has a use for it.
    boolean waits(HttpConnection connection) {
        reused = true;
        if (old || pinned) {
            return !old;
        }
        boolean pooled = idleNanos > 0 && pools.put(connection);
        if (pooled) {
            idle.in(idleNanos);
        }
        return pooled;
    }

    void closed(HttpConnection connection) {
        idle.off();
        pools.gone(connection);
    }
}
