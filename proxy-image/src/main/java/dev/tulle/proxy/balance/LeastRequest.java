package dev.tulle.proxy.balance;

import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The one of two distinct draws with fewer requests under way, for its weight.
final class LeastRequest<E> implements LoadBalancer<E> {
    private final TwoDraws<E> draws;

    LeastRequest(RandomGenerator random) {
        this.draws = new TwoDraws<>((first, second) -> cost(second) < cost(first), random);
    }

    @Override
    public void update(List<EndpointLoad<E>> loads) {
        draws.update(loads);
    }

    @Override
    public @Nullable EndpointLoad<E> choose(Predicate<? super E> eligible, long hash) {
        return draws.choose(eligible);
    }

    private static double cost(EndpointLoad<?> load) {
        return (load.inflight() + 1) / load.weight();
    }
}
