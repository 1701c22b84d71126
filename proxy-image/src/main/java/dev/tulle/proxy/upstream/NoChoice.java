package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.resilience.ConnectRetry;
import dev.tulle.proxy.runtime.EndpointRuntime;
import org.jspecify.annotations.Nullable;

/// An address inside the mesh that is no known destination: discovery could not be asked, or took
/// it back.
public record NoChoice(Address called) implements Choice {
    @Override
    public @Nullable Pick pick(ConnectRetry<EndpointRuntime> retry) {
        return null;
    }

    @Override
    public boolean retries() {
        return false;
    }

    @Override
    public ProxyError absence() {
        return ProxyError.DISCOVERY_UNAVAILABLE;
    }

    @Override
    public String destination() {
        return called.toString();
    }
}
