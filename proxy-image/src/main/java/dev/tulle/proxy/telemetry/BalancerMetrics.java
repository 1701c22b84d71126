package dev.tulle.proxy.telemetry;

import dev.tulle.proxy.balance.BalancerObserver;
import io.netty.util.concurrent.Ticker;

/// Choices of endpoints on one loop, and endpoints that it ejected or called again.
final class BalancerMetrics implements BalancerObserver {
    private static final Family PANICS =
            Family.of(
                    "balancer_panics_total",
                    "Choices among endpoints each of which was to be left alone.");
    private static final Family EJECTIONS =
            Family.of(
                    "ejections_total",
                    "Endpoints that were left alone for a time because of how they answered.",
                    "backend",
                    "reason");
    private static final Family READMISSIONS =
            Family.of("readmissions_total", "Ejected endpoints that are called again.", "backend");

    private final SeriesTable<Cell> panics;
    private final SeriesTable<Cell> ejections;
    private final SeriesTable<Cell> readmissions;
    private final Ticker ticker;
    private final Labels none = new Labels(0);
    private final Labels one = new Labels(1);
    private final Labels two = new Labels(2);

    BalancerMetrics(SeriesBudget budget, Ticker ticker) {
        this.panics = SeriesTable.counters(PANICS, budget);
        this.ejections = SeriesTable.counters(EJECTIONS, budget);
        this.readmissions = SeriesTable.counters(READMISSIONS, budget);
        this.ticker = ticker;
    }

    @Override
    public void panicked() {
        long now = ticker.nanoTime();
        panics.at(none, now).add(1, now);
    }

    @Override
    public void ejected(String backend, String reason) {
        long now = ticker.nanoTime();
        ejections.at(two.with(0, backend).with(1, reason), now).add(1, now);
    }

    @Override
    public void readmitted(String backend) {
        long now = ticker.nanoTime();
        readmissions.at(one.with(0, backend), now).add(1, now);
    }

    void addTo(Merged merged) {
        merged.counters(PANICS, panics);
        merged.counters(EJECTIONS, ejections);
        merged.counters(READMISSIONS, readmissions);
    }
}
