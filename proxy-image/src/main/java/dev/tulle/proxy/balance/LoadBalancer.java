package dev.tulle.proxy.balance;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Chooses among the endpoints of one level of a backend, for one event loop: not thread-safe, and
/// nothing it measures is shared with another loop.
public interface LoadBalancer<E> {
    /// The hash of a request that has no key.
    long NO_HASH = 0;

    /// Replaces the endpoints.
    void update(List<EndpointLoad<E>> loads);

    /// One of the endpoints that pass, or null when none does. The hash is that of the request's
    /// key; most algorithms do not look at it.
    @Nullable EndpointLoad<E> choose(Predicate<? super E> eligible, long hash);
}
