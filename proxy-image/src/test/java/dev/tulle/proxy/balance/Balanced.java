package dev.tulle.proxy.balance;

import dev.tulle.proxy.model.BalancePolicy;
import io.netty.util.concurrent.Ticker;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A balancer and the endpoints that it chooses among.
final class Balanced<E> {
    private final Function<? super E, String> name;
    private final EndpointLoads<E> loads;
    private final LoadBalancer<E> balancer;

    private Balanced(
            Function<? super E, String> name, EndpointLoads<E> loads, LoadBalancer<E> balancer) {
        this.name = name;
        this.loads = loads;
        this.balancer = balancer;
    }

    static <E> Balanced<E> of(
            BalancePolicy policy,
            Function<? super E, String> name,
            Ticker ticker,
            RandomGenerator random) {
        return new Balanced<>(
                name, new EndpointLoads<>(name, ticker), LoadBalancers.of(policy, name, random));
    }

    void update(List<E> endpoints) {
        loads.update(endpoints, TimeUnit.SECONDS.toNanos(30));
        balancer.update(loads.all());
    }

    List<EndpointLoad<E>> endpoints() {
        return loads.all();
    }

    EndpointLoad<E> load(String named) {
        return loads.all().stream()
                .filter(load -> name.apply(load.endpoint()).equals(named))
                .findFirst()
                .orElseThrow();
    }

    @Nullable EndpointLoad<E> choose(Predicate<? super E> eligible) {
        return balancer.choose(eligible, LoadBalancer.NO_HASH);
    }

    @Nullable EndpointLoad<E> choose(Predicate<? super E> eligible, CharSequence key) {
        return balancer.choose(eligible, Hashes.of(key));
    }
}
