package dev.tulle.proxy.balance;

import dev.tulle.proxy.model.BalancePolicy;
import io.netty.util.concurrent.Ticker;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// The algorithm for a policy.
public final class LoadBalancers {
    private LoadBalancers() {}

    /// The key tells which endpoints of an update were there before: its address and pod uid.
    public static <E> LoadBalancer<E> of(
            BalancePolicy policy,
            Function<? super E, ?> key,
            Ticker ticker,
            RandomGenerator random) {
        return switch (policy) {
            case BalancePolicy.PeakEwma() -> new PeakEwma<>(key, ticker, random);
        };
    }
}
