package dev.tulle.operator.report;

import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.PodView;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Ready pods of the mesh whose proxies no replica of discovery counts: those that are cut off
/// since before any replica started. Everything that holds for the whole mesh waits for them, too.
///
/// It remembers since when there are some; after a change of the leader that begins anew.
final class Unheard {

    private static final String NOBODY = "";

    private @Nullable Instant since;

    /// The rows of an object that every proxy needs, and one more for proxies that no row counts.
    /// While a replica has still to report, nobody knows whom it counts.
    synchronized Map<String, Report.ObjectRow> with(
            Map<String, Report.ObjectRow> rows,
            String uid,
            long generation,
            int available,
            ClusterView view,
            Instant now) {
        List<Report.ObjectRow> present =
                rows.values().stream().filter(row -> row.knows(generation)).toList();
        int unheard = pods(view, present);
        if (present.isEmpty() || present.size() < available || unheard <= 0) {
            since = null;
            return rows;
        }
        Instant begun = since == null ? now : since;
        since = begun;
        Map<String, Report.ObjectRow> all = new HashMap<>(rows);
        all.put(
                NOBODY,
                new Report.ObjectRow(
                        uid,
                        generation,
                        new Report.Counts(unheard, 0, 0, unheard),
                        0,
                        begun.getEpochSecond(),
                        List.of(),
                        List.of()));
        return all;
    }

    /// How many there are.
    ///
    /// @param counting what replicas say of an object that every proxy needs
    static int pods(ClusterView view, Collection<Report.ObjectRow> counting) {
        long ready =
                view.all(PodView.class).stream()
                        .filter(pod -> pod.isReady() && !pod.meta().isDeleting())
                        .count();
        int heard = counting.stream().mapToInt(row -> row.counts().targeted()).sum();
        return Math.max(0, (int) ready - heard);
    }
}
