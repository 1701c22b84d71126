package dev.tulle.proxy.balance;

import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/// The endpoints of one backend on one event loop, each with what was measured about it. Those that
/// stay in an update, by their key, keep it all. One that comes to others starts at the mean of
/// their response times, neither flooded nor starved, and with a weight that grows.
public final class EndpointLoads<E> {
    private final Function<? super E, ?> key;
    private final Ticker ticker;
    private List<EndpointLoad<E>> loads = List.of();

    /// The key tells which endpoints of an update were there before: its address and pod uid.
    public EndpointLoads(Function<? super E, ?> key, Ticker ticker) {
        this.key = key;
        this.ticker = ticker;
    }

    /// In the order of the last update.
    public List<EndpointLoad<E>> all() {
        return loads;
    }

    /// Replaces the endpoints; `slowStartNanos` is how long the weight of a new one grows.
    public void update(List<E> endpoints, long slowStartNanos) {
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
                if (!loads.isEmpty()) {
                    load.ramp(slowStartNanos);
                }
            } else {
                load.replace(endpoint);
            }
            next.add(load);
        }
        loads = List.copyOf(next);
    }

    static <E> boolean anyPasses(List<EndpointLoad<E>> loads, Predicate<? super E> eligible) {
        for (int i = 0; i < loads.size(); i++) {
            if (eligible.test(loads.get(i).endpoint())) {
                return true;
            }
        }
        return false;
    }

    private double meanMillis() {
        double sum = 0;
        for (EndpointLoad<E> load : loads) {
            sum += load.millis();
        }
        return loads.isEmpty() ? EndpointLoad.FIRST_MILLIS : sum / loads.size();
    }
}
