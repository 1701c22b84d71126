package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.resilience.ConnectRetry;
import dev.tulle.proxy.runtime.EndpointRuntime;
import org.jspecify.annotations.Nullable;

/// Chooses where the next attempt of one request or connection goes.
public interface Choice {
    /// Null when there is no endpoint.
    @Nullable Pick pick(ConnectRetry<EndpointRuntime> retry);

    /// Whether an attempt that failed to connect may go elsewhere.
    boolean retries();

    /// What it means when there is no endpoint.
    ProxyError absence();

    /// For sentences: what was called.
    String destination();
}
