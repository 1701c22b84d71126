package dev.tulle.proxy.balance;

import dev.tulle.proxy.model.BalancePolicy;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// The algorithm for a policy.
public final class LoadBalancers {
    private LoadBalancers() {}

    /// The name of an endpoint is what is hashed: the same on every proxy.
    public static <E> LoadBalancer<E> of(
            BalancePolicy policy, Function<? super E, String> name, RandomGenerator random) {
        return switch (policy) {
            case BalancePolicy.PeakEwma() -> new PeakEwma<>(random);
            case BalancePolicy.LeastRequest() -> new LeastRequest<>(random);
            case BalancePolicy.RoundRobin() -> new RoundRobin<>(random);
            case BalancePolicy.Random() -> new RandomChoice<>(random);
            case BalancePolicy.RingHash ring -> new RingHash<>(name, new PeakEwma<>(random));
            case BalancePolicy.Maglev maglev -> new Maglev<>(name, new PeakEwma<>(random));
        };
    }
}
