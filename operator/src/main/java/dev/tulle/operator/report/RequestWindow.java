package dev.tulle.operator.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// Requests that proxies reported over the last five minutes, per called Service port and chosen
/// backend. Kept in slots of ten seconds, so old ones leave without a timer per entry.
public final class RequestWindow {

    private static final long SLOT_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int SLOTS = 30;
    private static final int MOST_KEYS_PER_SLOT = 10_000;

    /// From what was called to what was chosen.
    ///
    /// @param destination `namespace/service:port` that applications called
    /// @param backend name of the Backend that was chosen, empty for none
    /// @param rule name of the rule that took the request, empty for none
    public record Route(String destination, String backend, String rule) {}

    private record Slot(long number, Map<Route, Long> requests) {}

    private final Deque<Slot> slots = new ArrayDeque<>();

    public void add(Route route, long requests, long nowNanos) {
        long number = Math.floorDiv(nowNanos, SLOT_NANOS);
        expire(number);
        Slot last = slots.peekLast();
        if (last == null || last.number() != number) {
            last = new Slot(number, new HashMap<>());
            slots.addLast(last);
        }
        if (last.requests().size() < MOST_KEYS_PER_SLOT || last.requests().containsKey(route)) {
            last.requests().merge(route, requests, Long::sum);
        }
    }

    /// Sums of the window that ends now.
    public Map<Route, Long> sums(long nowNanos) {
        expire(Math.floorDiv(nowNanos, SLOT_NANOS));
        Map<Route, Long> sums = new HashMap<>();
        for (Slot slot : slots) {
            slot.requests().forEach((route, count) -> sums.merge(route, count, Long::sum));
        }
        return sums;
    }

    private void expire(long present) {
        for (Slot first = slots.peekFirst();
                first != null && first.number() <= present - SLOTS;
                first = slots.peekFirst()) {
            slots.removeFirst();
        }
    }
}
