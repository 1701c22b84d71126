package dev.tulle.proxy.upstream;

import dev.tulle.proxy.balance.EndpointLoad;
import dev.tulle.proxy.balance.LoadBalancer;
import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.resilience.ConnectRetry;
import dev.tulle.proxy.runtime.BackendRuntime;
import dev.tulle.proxy.runtime.EndpointRuntime;
import org.jspecify.annotations.Nullable;

/// An endpoint for a copy of a request: tried once.
record MirrorChoice(BackendRuntime backend, LocalWorkload local, Engine engine) implements Choice {

    @Override
    public @Nullable Pick pick(ConnectRetry<EndpointRuntime> retry) {
        EndpointLoad<EndpointRuntime> load = backend.choose(retry, LoadBalancer.NO_HASH);
        if (load == null) {
            return null;
        }
        retry.trying(load.endpoint());
        return new Pick(
                RoutedChoice.key(backend, load.endpoint().endpoint(), local, engine),
                backend,
                load,
                load.endpoint().breaker().enter());
    }

    @Override
    public boolean retries() {
        return false;
    }

    @Override
    public ProxyError absence() {
        return ProxyError.NO_ENDPOINTS;
    }

    @Override
    public String destination() {
        return backend.backend().name();
    }
}
