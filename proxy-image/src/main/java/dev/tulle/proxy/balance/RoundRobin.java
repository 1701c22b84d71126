package dev.tulle.proxy.balance;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One endpoint after the other, smoothly weighted: each turn every endpoint earns its weight, the
/// richest is chosen and pays what all earned. It starts anywhere, or every proxy would begin with
/// the same endpoint.
final class RoundRobin<E> implements LoadBalancer<E> {
    private final RandomGenerator random;
    private List<EndpointLoad<E>> loads = List.of();
    private double[] credit = {};

    RoundRobin(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public void update(List<EndpointLoad<E>> next) {
        IdentityHashMap<EndpointLoad<E>, Double> before = new IdentityHashMap<>();
        for (int i = 0; i < loads.size(); i++) {
            before.put(loads.get(i), credit[i]);
        }
        double[] credits = new double[next.size()];
        for (int i = 0; i < credits.length; i++) {
            Double kept = before.get(next.get(i));
            credits[i] = kept == null ? random.nextDouble() : kept;
        }
        loads = List.copyOf(next);
        credit = credits;
    }

    @Override
    public @Nullable EndpointLoad<E> choose(Predicate<? super E> eligible, long hash) {
        double earned = 0;
        int richest = -1;
        for (int i = 0; i < credit.length; i++) {
            EndpointLoad<E> load = loads.get(i);
            if (eligible.test(load.endpoint())) {
                double weight = load.weight();
                earned += weight;
                credit[i] += weight;
                if (richest < 0 || credit[i] > credit[richest]) {
                    richest = i;
                }
            }
        }
        if (richest < 0) {
            return null;
        }
        credit[richest] -= earned;
        return loads.get(richest);
    }
}
