package dev.tulle.proxy.balance;

import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Any endpoint that passes, in proportion to its weight.
final class RandomChoice<E> implements LoadBalancer<E> {
    private final RandomGenerator random;
    private List<EndpointLoad<E>> loads = List.of();

    RandomChoice(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public void update(List<EndpointLoad<E>> next) {
        loads = List.copyOf(next);
    }

    @Override
    public @Nullable EndpointLoad<E> choose(Predicate<? super E> eligible, long hash) {
        double total = 0;
        for (int i = 0; i < loads.size(); i++) {
            total += weight(loads.get(i), eligible);
        }
        if (total == 0) {
            return null;
        }
        double rest = random.nextDouble() * total;
        EndpointLoad<E> last = null;
        for (int i = 0; i < loads.size(); i++) {
            double weight = weight(loads.get(i), eligible);
            if (weight > 0) {
                last = loads.get(i);
                if (rest < weight) {
                    break;
                }
                rest -= weight;
            }
        }
        return last;
    }

    private static <E> double weight(EndpointLoad<E> load, Predicate<? super E> eligible) {
        return eligible.test(load.endpoint()) ? load.weight() : 0;
    }
}
