package dev.tulle.proxy.telemetry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The series of all loops added up, for one scrape.
final class Merged {
    private final Map<Family, Map<List<String>, Long>> counters = new LinkedHashMap<>();
    private final Map<Family, Map<List<String>, Long>> gauges = new LinkedHashMap<>();
    private final Map<Family, Map<List<String>, Timing.Sum>> timings = new LinkedHashMap<>();
    private final long nowNanos;

    Merged(long nowNanos) {
        this.nowNanos = nowNanos;
    }

    void counters(Family family, SeriesTable<Cell> table) {
        Map<List<String>, Long> all = of(counters, family);
        table.forEachLive(
                nowNanos, (labels, cell) -> all.merge(labels.values(), cell.count(), Long::sum));
    }

    void counter(Family family, long value, String... labels) {
        of(counters, family).merge(List.of(labels), value, Long::sum);
    }

    void gauge(Family family, long value, String... labels) {
        of(gauges, family).merge(List.of(labels), value, Long::sum);
    }

    void timings(Family family, SeriesTable<Timing> table) {
        Map<List<String>, Timing.Sum> all =
                timings.computeIfAbsent(family, _ -> new TreeMap<>(SeriesOrder.BY_VALUES));
        table.forEachLive(
                nowNanos,
                (labels, timing) ->
                        timing.addTo(all.computeIfAbsent(labels.values(), _ -> new Timing.Sum())));
    }

    private static Map<List<String>, Long> of(
            Map<Family, Map<List<String>, Long>> families, Family family) {
        return families.computeIfAbsent(family, _ -> new TreeMap<>(SeriesOrder.BY_VALUES));
    }

    void writeTo(PrometheusText text) {
        counters.forEach(text::counter);
        gauges.forEach(text::gauge);
        timings.forEach(text::histogram);
    }
}
