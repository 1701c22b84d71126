package dev.tulle.proxy.telemetry;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/// One count per constant, for rare events that several threads see.
final class EnumCounts<E extends Enum<E>> {
    private final Map<E, LongAdder> counts;

    EnumCounts(Class<E> type) {
        this.counts = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            counts.put(constant, new LongAdder());
        }
    }

    void increment(E constant) {
        Objects.requireNonNull(counts.get(constant)).increment();
    }

    void addTo(Map<List<String>, Long> series, Function<E, List<String>> labels) {
        counts.forEach((constant, count) -> series.put(labels.apply(constant), count.sum()));
    }
}
