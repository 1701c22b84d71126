package dev.tulle.operator.apply;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/// At most ten Events per object and hour.
///
/// Remembers the objects that spoke last, up to a bound; one that was pushed out starts afresh.
final class EventBudget {
    private static final int PER_HOUR = 10;
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int OBJECTS = 4096;

    private final Map<ObjectKey, Deque<Instant>> spoken = new LinkedHashMap<>(16, 0.75f, true);

    synchronized boolean allows(ObjectKey key, Instant now) {
        Deque<Instant> times = spoken.computeIfAbsent(key, k -> new ArrayDeque<>(PER_HOUR));
        if (spoken.size() > OBJECTS) {
            spoken.remove(spoken.keySet().iterator().next());
        }
        Instant oldest = times.peekFirst();
        if (oldest != null && !oldest.isAfter(now.minus(WINDOW))) {
            times.removeFirst();
        }
        if (times.size() >= PER_HOUR) {
            return false;
        }
        times.addLast(now);
        return true;
    }
}
