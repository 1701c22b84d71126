package dev.tulle.proxy.telemetry;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// The series of one family on one loop. The loop alone adds and removes; others read.
final class SeriesTable<C> {
    private final Map<Labels, C> cells = new ConcurrentHashMap<>();
    private final SeriesBudget budget;
    private final Supplier<C> create;
    private final ToLongFunction<C> touchedNanos;
    private final Labels rest;

    /// `labels` is the number of labels; what finds no room is counted as `other` in all of them.
    SeriesTable(
            int labels, SeriesBudget budget, Supplier<C> create, ToLongFunction<C> touchedNanos) {
        this.budget = budget;
        this.create = create;
        this.touchedNanos = touchedNanos;
        Labels other = new Labels(labels);
        for (int i = 0; i < labels; i++) {
            other.with(i, "other");
        }
        this.rest = other;
    }

    static SeriesTable<Cell> counters(Family family, SeriesBudget budget) {
        return new SeriesTable<>(family.labels().size(), budget, Cell::new, Cell::touchedNanos);
    }

    static SeriesTable<Timing> timings(Family family, SeriesBudget budget) {
        return new SeriesTable<>(family.labels().size(), budget, Timing::new, Timing::touchedNanos);
    }

    C at(Labels probe, long nowNanos) {
        C known = cells.get(probe);
        return known != null ? known : create(probe, nowNanos);
    }

    private C create(Labels probe, long nowNanos) {
        if (!budget.take()) {
            dropIdle(nowNanos);
            if (!budget.take()) {
                return cells.computeIfAbsent(rest, _ -> create.get());
            }
        }
        return cells.computeIfAbsent(probe.copy(), _ -> create.get());
    }

    private void dropIdle(long nowNanos) {
        for (Iterator<C> each = cells.values().iterator(); each.hasNext(); ) {
            if (idle(each.next(), nowNanos)) {
                each.remove();
                budget.giveBack();
            }
        }
    }

    private boolean idle(C cell, long nowNanos) {
        return nowNanos - touchedNanos.applyAsLong(cell) >= SeriesBudget.IDLE.toNanos();
    }

    void forEach(BiConsumer<Labels, C> visit) {
        cells.forEach(visit);
    }

    void forEachLive(long nowNanos, BiConsumer<Labels, C> visit) {
        cells.forEach((labels, cell) -> {
            if (!idle(cell, nowNanos)) {
                visit.accept(labels, cell);
            }
        });
    }
}
