package dev.tulle.proxy.balance;

import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The better of two distinct draws. A cost grows with the expected response time and the requests
/// under way, and with the square of the failure rate: an endpoint that fails fast attracts no
/// load.
///
/// A new endpoint starts at the mean of those that were there before: neither flooded nor starved.
final class PeakEwma<E> implements LoadBalancer<E> {
    /// Draws before the eligible endpoints are listed; nearly always all are eligible.
    private static final int FAST_DRAWS = 3;

    private final Function<? super E, ?> key;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final List<EndpointLoad<E>> scratch = new ArrayList<>();
    private List<EndpointLoad<E>> loads = List.of();

    PeakEwma(Function<? super E, ?> key, Ticker ticker, RandomGenerator random) {
        this.key = key;
        this.ticker = ticker;
        this.random = random;
    }

    @Override
    public void update(List<E> endpoints) {
        Map<Object, EndpointLoad<E>> known = new HashMap<>();
        for (EndpointLoad<E> load : loads) {
            known.put(key.apply(load.endpoint()), load);
        }
        double start = meanMillis();
        List<EndpointLoad<E>> next = new ArrayList<>(endpoints.size());
        for (E endpoint : endpoints) {
            EndpointLoad<E> load = known.get(key.apply(endpoint));
            if (load == null) {
                load = new EndpointLoad<>(endpoint, start, ticker);
            } else {
                load.replace(endpoint);
            }
            next.add(load);
        }
        loads = List.copyOf(next);
    }

    @Override
    public List<EndpointLoad<E>> endpoints() {
        return loads;
    }

    @Override
    public @Nullable EndpointLoad<E> choose(Predicate<? super E> eligible) {
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

    private static <E> EndpointLoad<E> better(EndpointLoad<E> first, EndpointLoad<E> second) {
        return second.cost() < first.cost() ? second : first;
    }

    private double meanMillis() {
        double sum = 0;
        for (EndpointLoad<E> load : loads) {
            sum += load.millis();
        }
        return loads.isEmpty() ? EndpointLoad.FIRST_MILLIS : sum / loads.size();
    }
}
