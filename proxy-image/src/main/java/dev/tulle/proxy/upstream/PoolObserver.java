package dev.tulle.proxy.upstream;

/// What happens to connections to endpoints, told on the loop that owns them.
public interface PoolObserver {
    /// A connection is ready, that long after it was asked for.
    void opened(PoolKey key, long nanos);

    void failed(PoolKey key, ConnectFailure failure);

    void reused(PoolKey key);

    /// An idle connection was closed, by us or by the endpoint.
    void evicted(PoolKey key);

    /// An opened connection is gone.
    void closed(PoolKey key);

    /// Observes nothing.
    record None() implements PoolObserver {
        @Override
        public void opened(PoolKey key, long nanos) {}

        @Override
        public void failed(PoolKey key, ConnectFailure failure) {}

        @Override
        public void reused(PoolKey key) {}

        @Override
        public void evicted(PoolKey key) {}

        @Override
        public void closed(PoolKey key) {}
    }
}
