package dev.tulle.proxy.balance;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Chooses among the endpoints of one backend, for one event loop: not thread-safe, and nothing it
/// measures is shared with another loop.
public interface LoadBalancer<E> {
    /// Replaces the endpoints. Those that stay, by their key, keep everything measured so far.
    void update(List<E> endpoints);

    /// All endpoints with their measurements, in the order of the last update.
    List<EndpointLoad<E>> endpoints();

    /// One of the endpoints that pass, or null when none does.
    @Nullable EndpointLoad<E> choose(Predicate<? super E> eligible);
}
