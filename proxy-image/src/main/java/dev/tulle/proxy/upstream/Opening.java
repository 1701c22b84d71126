package dev.tulle.proxy.upstream;

import io.netty.channel.Channel;

/// Connections of one event loop that are being opened for requests: one for each request where a
/// connection carries one at a time, and one for all that wait where it carries many.
public final class Opening {
    private final Waiting waiting;
    private final Dialer dialer;
    private final HttpEngines engines;
    private final HttpPools pools;

    public Opening(Waiting waiting, Dialer dialer, HttpEngines engines, HttpPools pools) {
        this.waiting = waiting;
        this.dialer = dialer;
        this.engines = engines;
        this.pools = pools;
    }

    /// A request that waits; one of the last two is called, once, unless it is not wanted any more.
    interface Waiter {
        boolean wanted();

        void connected(HttpConnection connection);

        void failed(ConnectFailure failure);
    }

    /// False when too many wait already; the waiter may be called before this returns.
    boolean open(PoolKey key, Waiter waiter) {
        if (!waiting.begin(key.address())) {
            return false;
        }
        Waiter counted = new Counted(key, waiter);
        if (key.engine().shared()) {
            if (pools.shared().await(key, counted)) {
                dialShared(key);
            }
        } else {
            dialOwn(key, counted);
        }
        return true;
    }

    private void dialOwn(PoolKey key, Waiter waiter) {
        HttpConnection connection = engines.create(key, pools);
        dialer.dial(
                key,
                connection,
                new Dialed() {
                    @Override
                    public void connected(Channel channel) {
                        boolean wanted = waiter.wanted();
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

    private void dialShared(PoolKey key) {
        HttpConnection connection = engines.create(key, pools);
        dialer.dial(
                key,
                connection,
                new Dialed() {
                    @Override
                    public void connected(Channel channel) {
                        if (pools.shared().opened(connection)) {
                            dialShared(key);
                        }
                    }

                    @Override
                    public void failed(ConnectFailure failure) {
                        pools.shared().failed(key, failure);
                    }
                });
    }

    /// Tells how many wait, and nobody who does not.
    private final class Counted implements Waiter {
        private final PoolKey key;
        private final Waiter waiter;

        Counted(PoolKey key, Waiter waiter) {
            this.key = key;
            this.waiter = waiter;
        }

        @Override
        public boolean wanted() {
            return waiter.wanted();
        }

        @Override
        public void connected(HttpConnection connection) {
            waiting.ended(key.address());
            if (waiter.wanted()) {
                waiter.connected(connection);
            }
        }

        @Override
        public void failed(ConnectFailure failure) {
            waiting.ended(key.address());
            waiter.failed(failure);
        }
    }
}
