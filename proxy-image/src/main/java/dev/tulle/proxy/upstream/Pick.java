package dev.tulle.proxy.upstream;

import dev.tulle.proxy.balance.EndpointLoad;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.resilience.Bound;
import dev.tulle.proxy.resilience.Breaker;
import dev.tulle.proxy.resilience.EndpointBounds;
import dev.tulle.proxy.resilience.Outcome;
import dev.tulle.proxy.runtime.BackendRuntime;
import dev.tulle.proxy.runtime.EndpointRuntime;
import org.jspecify.annotations.Nullable;

/// Where one attempt goes. Backend and load are null for the own application, which nobody chooses.
public record Pick(
        PoolKey key,
        @Nullable BackendRuntime backend,
        @Nullable EndpointLoad<EndpointRuntime> load,
        Breaker.Entry entry) {

    /// Where nobody chooses.
    static Pick only(PoolKey key) {
        return new Pick(key, null, null, Breaker.Entry.NORMAL);
    }

    /// The same place for another request.
    Pick again() {
        return new Pick(key, backend, load, Breaker.Entry.NORMAL);
    }

    @Nullable Endpoint endpoint() {
        return load == null ? null : load.endpoint().endpoint();
    }

    private @Nullable EndpointBounds bounds() {
        return load == null ? null : load.endpoint().bounds();
    }

    /// Null where there is no bound but those of the whole proxy.
    @Nullable Bound requests() {
        EndpointBounds bounds = bounds();
        return bounds == null ? null : bounds.requests();
    }

    /// Null where there is no bound but those of the whole proxy.
    @Nullable Bound connections() {
        EndpointBounds bounds = bounds();
        return bounds == null ? null : bounds.connections();
    }

    /// Null where there is no bound but those of the whole proxy.
    @Nullable Bound pending() {
        EndpointBounds bounds = bounds();
        return bounds == null ? null : bounds.pending();
    }

    /// How old a connection may grow, 0 for any age.
    long maxAgeNanos() {
        return backend == null ? 0 : backend.maxAgeNanos();
    }

    public void started() {
        if (load != null) {
            load.started();
        }
    }

    public void ended() {
        if (load != null) {
            load.ended();
            if (entry == Breaker.Entry.PROBE) {
                load.endpoint().breaker().probeEnded();
            }
        }
    }

    /// How the attempt ended, as far as the endpoint is to blame or to praise.
    void outcome(Outcome outcome, long nowNanos) {
        if (load != null && backend != null) {
            backend.ended(load, entry, outcome, nowNanos);
        }
    }

    void connected() {
        if (load != null) {
            load.endpoint().backoff().connected();
        }
    }

    /// A connection that carries no requests stands after that long.
    public void connected(long nanos, long nowNanos) {
        connected();
        if (load != null) {
            load.sample(nanos);
            outcome(Outcome.SUCCESS, nowNanos);
        }
    }

    public void connectFailed(long nowNanos) {
        if (load != null) {
            load.endpoint().backoff().connectFailed();
            outcome(Outcome.CONNECT_FAILURE, nowNanos);
        }
    }
}
