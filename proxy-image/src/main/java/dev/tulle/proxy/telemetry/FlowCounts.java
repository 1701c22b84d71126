package dev.tulle.proxy.telemetry;

import dev.tulle.proxy.model.Destination;
import dev.tulle.proxy.model.Target;
import dev.tulle.proxy.runtime.TrafficTotals.Counts;
import dev.tulle.proxy.runtime.TrafficTotals.Flow;
import java.util.List;
import java.util.Map;

/// What went from Services to backends on one loop: requests, and connections that carry none. It
/// is what the status of a split shows, so it counts apart from the series, which may be evicted.
final class FlowCounts {
    private static final Family FLOWS = Family.of("flows", "", "destination", "backend", "rule");

    private final SeriesTable<Cell> requests;
    private final SeriesTable<Cell> failures;
    private final TargetNames names;
    private final Labels probe = new Labels(3);

    FlowCounts(SeriesBudget budget, TargetNames names) {
        this.requests = SeriesTable.counters(FLOWS, budget);
        this.failures = SeriesTable.counters(FLOWS, budget);
        this.names = names;
    }

    void count(Destination destination, String backend, String rule, long failed, long nowNanos) {
        if (destination.target() instanceof Target.Service service) {
            probe.with(0, names.of(service)).with(1, backend).with(2, rule);
            requests.at(probe, nowNanos).add(1, nowNanos);
            failures.at(probe, nowNanos).add(failed, nowNanos);
        }
    }

    void addTo(Map<Flow, Counts> all) {
        requests.forEach((labels, cell) -> all.merge(flow(labels), requests(cell), this::sum));
        failures.forEach((labels, cell) -> all.merge(flow(labels), failures(cell), this::sum));
    }

    private static Flow flow(Labels labels) {
        List<String> values = labels.values();
        return new Flow(values.get(0), values.get(1), values.get(2));
    }

    private static Counts requests(Cell cell) {
        return new Counts(cell.count(), 0);
    }

    private static Counts failures(Cell cell) {
        return new Counts(0, cell.count());
    }

    private Counts sum(Counts left, Counts right) {
        return new Counts(left.requests() + right.requests(), left.failures() + right.failures());
    }
}
