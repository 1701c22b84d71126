package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.exchange.ResetReason;
import dev.tulle.proxy.runtime.Loop;

/// Gets the attempts of one event loop their connections: the one that is their client's own, else
/// an idle one, else one that is opened. An attempt learns by [Forwarding#attach] that it has one,
/// maybe before the call returns, or that it gets none.
public final class Acquiring {
    private final Loop loop;
    private final HttpPools pools;
    private final Opening opening;

    Acquiring(Loop loop, HttpPools pools, Opening opening) {
        this.loop = loop;
        this.pools = pools;
        this.opening = opening;
    }

    PinnedConnections pinned() {
        return pools.pinned();
    }

    /// This one or none. It is still at the answer before when the client sent its requests in one
    /// go.
    void own(Forwarding forwarding, Attempt begun, HttpConnection connection) {
        if (connection.usable()) {
            forwarding.attach(begun, connection);
        } else {
            loop.executor().execute(() -> await(forwarding, begun, connection));
        }
    }

    private static void await(Forwarding forwarding, Attempt begun, HttpConnection connection) {
        if (forwarding.isCurrent(begun) && connection.usable()) {
            forwarding.attach(begun, connection);
        } else {
            forwarding.broken(begun, ResetReason.SENDER_GONE);
        }
    }

    /// Any that leads there. `connectMillis` is the patience with one that is opened, 0 for the
    /// usual one.
    void any(Forwarding forwarding, Attempt begun, Reuse reuse, int connectMillis) {
        PoolKey key = begun.pick().key();
        HttpConnection idle =
                reuse == Reuse.ALLOWED || key.engine().shared() ? pools.take(key) : null;
        if (idle != null) {
            forwarding.attach(begun, idle);
            return;
        }
        Dialing waiter = new Dialing(forwarding, begun, reuse);
        if (!opening.open(begun.pick(), connectMillis, waiter)) {
            forwarding.overflow(begun, ProxyError.PENDING_OVERFLOW);
        }
    }
}
