package dev.tulle.proxy.runtime;

import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.EndpointState;
import dev.tulle.proxy.resilience.ConnectBackoff;

/// An endpoint on one loop: what is known of it and whether it could be connected to lately.
public final class EndpointRuntime {
    private final Endpoint endpoint;
    private final ConnectBackoff backoff;

    EndpointRuntime(Endpoint endpoint, ConnectBackoff backoff) {
        this.endpoint = endpoint;
        this.backoff = backoff;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public ConnectBackoff backoff() {
        return backoff;
    }

    boolean ready() {
        return endpoint.state() == EndpointState.READY;
    }

    boolean eligible() {
        return ready() && !backoff.active();
    }

    /// Tells whether an endpoint of an update was there before.
    Object key() {
        return new Key(endpoint);
    }

    private record Key(Object address, String podUid) {
        Key(Endpoint endpoint) {
            this(endpoint.address(), endpoint.podUid());
        }
    }
}
