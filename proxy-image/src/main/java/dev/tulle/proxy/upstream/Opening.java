package dev.tulle.proxy.upstream;

import dev.tulle.proxy.resilience.Bound;
import io.netty.channel.Channel;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Connections of one event loop that are being opened for requests: no more than one for each that
/// waits where a connection carries one at a time, and one for all where it carries many.
public final class Opening {
    private final Waiting waiting;
    private final Dialer dialer;
    private final HttpEngines engines;
    private final HttpPools pools;
    private final ConnectionAges ages;
    private final OwnConnections own = new OwnConnections();

    public Opening(
            Executor loop,
            Waiting waiting,
            Dialer dialer,
            HttpEngines engines,
            HttpPools pools,
            ConnectionAges ages) {
        this.waiting = waiting;
        this.dialer = dialer;
        this.engines = engines;
        this.pools = pools;
        this.ages = ages;
        // Not at once: what was put back still has an answer to flush.
        pools.listen(own::awaited, key -> loop.execute(() -> own.idle(key, pools)));
    }

    /// A request that waits; one of the last two is called, once, unless it is not wanted any more.
    interface Waiter {
        boolean wanted();

        /// Whether a connection that carried requests before will not do.
        boolean fresh();

        void connected(HttpConnection connection);

        void failed(ConnectFailure failure);
    }

    /// False when too many wait already; the waiter may be called before this returns. `millis` is
    /// the patience with a connection, 0 for the usual one.
    boolean open(Pick pick, int millis, Waiter waiter) {
        PoolKey key = pick.key();
        Bound pending = pick.pending();
        if (pending == null ? !waiting.begin(key.address()) : !pending.enter()) {
            return false;
        }
        Waiter counted = new Counted(key, pending, waiter);
        if (key.engine().shared()) {
            if (pools.shared().await(key, counted)) {
                dialShared(pick, millis);
            }
        } else if (waiter.fresh()) {
            dialFresh(pick, millis, counted);
        } else if (own.await(key, counted)) {
            dialOwn(pick, millis);
        }
        return true;
    }

    private void dialOwn(Pick pick, int millis) {
        HttpConnection connection = engines.create(pick.key(), pools);
        dialer.dial(
                pick,
                millis,
                connection,
                new Dialed() {
                    @Override
                    public void connected(Channel channel) {
                        ages.begin(connection, channel, pick.maxAgeNanos());
                        own.opened(connection);
                        while (own.more(pick.key())) {
                            dialOwn(pick, millis);
                        }
                    }

                    @Override
                    public void failed(ConnectFailure failure) {
                        own.failed(pick.key(), failure);
                    }
                });
    }

    private void dialFresh(Pick pick, int millis, Waiter waiter) {
        HttpConnection connection = engines.create(pick.key(), pools);
        dialer.dial(
                pick,
                millis,
                connection,
                new Dialed() {
                    @Override
                    public void connected(Channel channel) {
                        boolean wanted = waiter.wanted();
                        ages.begin(connection, channel, pick.maxAgeNanos());
                        waiter.connected(connection);
                        if (!wanted) {
                            connection.close();
                        }
                    }

                    @Override
                    public void failed(ConnectFailure failure) {
                        waiter.failed(failure);
                    }
                });
    }

    private void dialShared(Pick pick, int millis) {
        HttpConnection connection = engines.create(pick.key(), pools);
        dialer.dial(
                pick,
                millis,
                connection,
                new Dialed() {
                    @Override
                    public void connected(Channel channel) {
                        ages.begin(connection, channel, pick.maxAgeNanos());
                        if (pools.shared().opened(connection)) {
                            dialShared(pick, millis);
                        }
                    }

                    @Override
                    public void failed(ConnectFailure failure) {
                        pools.shared().failed(pick.key(), failure);
                    }
                });
    }

    /// Tells how many wait, and nobody who does not.
    private final class Counted implements Waiter {
        private final PoolKey key;
        private final @Nullable Bound pending;
        private final Waiter waiter;

        Counted(PoolKey key, @Nullable Bound pending, Waiter waiter) {
            this.key = key;
            this.pending = pending;
            this.waiter = waiter;
        }

        private void leave() {
            if (pending == null) {
                waiting.ended(key.address());
            } else {
                pending.leave();
            }
        }

        @Override
        public boolean wanted() {
            return waiter.wanted();
        }

        @Override
        public boolean fresh() {
            return waiter.fresh();
        }

        @Override
        public void connected(HttpConnection connection) {
            leave();
            if (waiter.wanted()) {
                waiter.connected(connection);
            }
        }

        @Override
        public void failed(ConnectFailure failure) {
            leave();
            waiter.failed(failure);
        }
    }
}
