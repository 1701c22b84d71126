package dev.tulle.proxy.upstream;

import dev.tulle.proxy.balance.EndpointLoad;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.runtime.BackendRuntime;
import dev.tulle.proxy.runtime.EndpointRuntime;
import org.jspecify.annotations.Nullable;

/// Where one attempt goes. Backend and load are null for the own application, which nobody chooses.
public record Pick(
        PoolKey key,
        @Nullable BackendRuntime backend,
        @Nullable EndpointLoad<EndpointRuntime> load) {

    @Nullable Endpoint endpoint() {
        return load == null ? null : load.endpoint().endpoint();
    }

    public void started() {
        if (load != null) {
            load.started();
        }
    }

    public void ended() {
        if (load != null) {
            load.ended();
        }
    }

    void connected() {
        if (load != null) {
            load.endpoint().backoff().connected();
        }
    }

    /// A connection that carries no requests stands after that long.
    public void connected(long nanos) {
        connected();
        if (load != null) {
            load.sample(nanos);
            load.succeeded();
        }
    }

    public void connectFailed() {
        if (load != null) {
            load.endpoint().backoff().connectFailed();
            load.failed();
        }
    }
}
