package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.resilience.ConnectRetry;
import dev.tulle.proxy.runtime.EndpointRuntime;
import dev.tulle.proxy.runtime.RoutePolicy;
import org.jspecify.annotations.Nullable;

/// Chooses where the next attempt of one request or connection goes.
public interface Choice {
    /// Null when there is no endpoint.
    @Nullable Pick pick(ConnectRetry<EndpointRuntime> retry);

    /// Whether a connection that was chosen for another request of the client leads where this one
    /// may go.
    default boolean admits(Pick before) {
        return false;
    }

    /// Whether an attempt that failed may go elsewhere.
    boolean retries();

    /// How long the caller waits, and when it tries again.
    default RoutePolicy policy() {
        return RoutePolicy.plain();
    }

    /// What it means when there is no endpoint.
    ProxyError absence();

    /// For sentences: what was called.
    String destination();
}
