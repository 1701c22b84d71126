package dev.tulle.operator.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects changes per class until the class has been quiet, or the first of them has waited long
/// enough. Times are nanoseconds of one monotonic clock, handed in by the caller.
///
/// When the thread that feeds it is late by more than a second, windows double, again and again
/// while it stays late, up to 1 s of quiet and 5 s in all: rather late than never.
final class Debounce<K> {

    private static final long LATE = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_QUIET = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_WAIT = Duration.ofSeconds(5).toNanos();
    private static final int MOST_DOUBLINGS = 6;

    private static final class Batch<K> {
        private final Set<K> keys = new HashSet<>();
        private final long first;
        private long last;

        Batch(long now) {
            first = now;
            last = now;
        }
    }

    private final Map<ChangeClass, Batch<K>> batches = new EnumMap<>(ChangeClass.class);
    private int doublings;

    void offer(ChangeClass changeClass, Set<K> keys, long now) {
        if (keys.isEmpty()) {
            return;
        }
        Batch<K> batch = batches.computeIfAbsent(changeClass, _ -> new Batch<>(now));
        batch.keys.addAll(keys);
        batch.last = now;
    }

    /// How far the feeding thread is behind; widens or narrows the windows.
    void behind(long nanos) {
        if (nanos > LATE) {
            doublings = Math.min(MOST_DOUBLINGS, doublings + 1);
        } else {
            doublings = Math.max(0, doublings - 1);
        }
    }

    boolean isWidened() {
        return doublings > 0;
    }

    /// Changes that waited together.
    ///
    /// @param waited how long the first of them waited
    record Due<K>(ChangeClass changeClass, Set<K> keys, long waited) {}

    /// What every class has collected whose window is over, the most urgent first; it is forgotten
    /// here.
    List<Due<K>> take(long now) {
        List<Due<K>> due = new ArrayList<>();
        for (ChangeClass changeClass : ChangeClass.values()) {
            Batch<K> batch = batches.get(changeClass);
            if (batch != null && dueAt(changeClass, batch) <= now) {
                due.add(new Due<>(changeClass, Set.copyOf(batch.keys), now - batch.first));
                batches.remove(changeClass);
            }
        }
        return due;
    }

    /// When to call [#take] next.
    OptionalLong dueAt() {
        return batches.entrySet().stream()
                .mapToLong(entry -> dueAt(entry.getKey(), entry.getValue()))
                .min();
    }

    /// Whether changes of a class are still being collected.
    boolean isCollecting(ChangeClass changeClass) {
        return batches.containsKey(changeClass);
    }

    private long dueAt(ChangeClass changeClass, @Nullable Batch<K> batch) {
        if (batch == null) {
            return Long.MAX_VALUE;
        }
        long quiet = widened(changeClass.quiet(), LONGEST_QUIET);
        long atMost = widened(changeClass.atMost(), LONGEST_WAIT);
        return Math.min(batch.last + quiet, batch.first + atMost);
    }

    private long widened(Duration window, long limit) {
        return doublings == 0 ? window.toNanos() : Math.min(limit, window.toNanos() << doublings);
    }
}
