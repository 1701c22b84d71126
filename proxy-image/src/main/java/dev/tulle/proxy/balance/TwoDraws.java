package dev.tulle.proxy.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Two distinct draws among the endpoints that pass, and the better of them.
final class TwoDraws<E> {
    /// Draws before the eligible endpoints are listed; nearly always all are eligible.
    private static final int FAST_DRAWS = 3;

    private final Preference<E> preference;
    private final RandomGenerator random;
    private final List<EndpointLoad<E>> scratch = new ArrayList<>();
    private List<EndpointLoad<E>> loads = List.of();

    /// Whether the second draw is better than the first, which is taken otherwise.
    @FunctionalInterface
    interface Preference<E> {
        boolean second(EndpointLoad<E> first, EndpointLoad<E> second);
    }

    TwoDraws(Preference<E> preference, RandomGenerator random) {
        this.preference = preference;
        this.random = random;
    }

    void update(List<EndpointLoad<E>> next) {
        loads = List.copyOf(next);
    }

    @Nullable EndpointLoad<E> choose(Predicate<? super E> eligible) {
        if (loads.size() > 1) {
            for (int i = 0; i < FAST_DRAWS; i++) {
                int first = random.nextInt(loads.size());
                int second = otherThan(first, loads.size());
                if (passes(first, eligible) && passes(second, eligible)) {
                    return better(loads.get(first), loads.get(second));
                }
            }
        }
        return chooseAmongListed(eligible);
    }

    private @Nullable EndpointLoad<E> chooseAmongListed(Predicate<? super E> eligible) {
        scratch.clear();
        for (EndpointLoad<E> load : loads) {
            if (eligible.test(load.endpoint())) {
                scratch.add(load);
            }
        }
        return switch (scratch.size()) {
            case 0 -> null;
            case 1 -> scratch.getFirst();
            default -> {
                int first = random.nextInt(scratch.size());
                yield better(scratch.get(first), scratch.get(otherThan(first, scratch.size())));
            }
        };
    }

    private boolean passes(int index, Predicate<? super E> eligible) {
        return eligible.test(loads.get(index).endpoint());
    }

    private int otherThan(int index, int size) {
        int other = random.nextInt(size - 1);
        return other < index ? other : other + 1;
    }

    private EndpointLoad<E> better(EndpointLoad<E> first, EndpointLoad<E> second) {
        return preference.second(first, second) ? second : first;
    }
}
