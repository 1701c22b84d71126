package dev.tulle.operator.report;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The newest report of every discovery replica, by name of the replica. Immutable.
public final class Reports {

    public static final Reports NONE = new Reports(Map.of());

    private record Indexed(
            Report report,
            Map<String, Report.ObjectRow> objects,
            Map<String, Report.SplitRow> splits) {

        static Indexed of(Report report) {
            Map<String, Report.ObjectRow> objects = new HashMap<>();
            report.objects().forEach(row -> objects.put(row.uid(), row));
            Map<String, Report.SplitRow> splits = new HashMap<>();
            report.splits().forEach(row -> splits.put(row.uid(), row));
            return new Indexed(report, objects, splits);
        }
    }

    private final Map<String, Indexed> byReplica;

    private Reports(Map<String, Indexed> byReplica) {
        this.byReplica = byReplica;
    }

    public Reports with(Report report) {
        Map<String, Indexed> next = new TreeMap<>(byReplica);
        next.put(report.replica(), Indexed.of(report));
        return new Reports(next);
    }

    public Reports without(String replica) {
        Map<String, Indexed> next = new TreeMap<>(byReplica);
        next.remove(replica);
        return new Reports(next);
    }

    public Optional<Report> of(String replica) {
        Indexed indexed = byReplica.get(replica);
        return indexed == null ? Optional.empty() : Optional.of(indexed.report());
    }

    public Set<String> replicas() {
        return Set.copyOf(byReplica.keySet());
    }

    /// What every replica that reports says about an object; a replica that has not seen the object
    /// has no entry.
    public Map<String, Report.ObjectRow> rows(String uid) {
        Map<String, Report.ObjectRow> rows = new TreeMap<>();
        byReplica.forEach((replica, indexed) -> {
            Report.ObjectRow row = indexed.objects().get(uid);
            if (row != null) {
                rows.put(replica, row);
            }
        });
        return rows;
    }

    /// Backends of a split over all replicas: endpoints as the replica that sees most of them
    /// counts, requests added up.
    public List<Report.BackendRow> backends(String uid) {
        Map<String, Report.BackendRow> sums = new LinkedHashMap<>();
        for (Indexed indexed : byReplica.values()) {
            Report.SplitRow split = indexed.splits().get(uid);
            if (split != null) {
                split.backends().forEach(row -> sums.merge(row.service(), row, Reports::plus));
            }
        }
        return List.copyOf(sums.values());
    }

    /// Requests by rule of a split over all replicas.
    public Report.RuleShares rules(String uid) {
        Report.RuleShares sum = Report.RuleShares.NONE;
        for (Indexed indexed : byReplica.values()) {
            Report.SplitRow split = indexed.splits().get(uid);
            Report.RuleShares own = split == null ? null : split.rules();
            sum = own == null ? sum : sum.plus(own);
        }
        return sum;
    }

    /// Uids of the objects about which a replica now says something else than before.
    static Set<String> changed(@Nullable Report before, @Nullable Report after) {
        Set<Object> old = new HashSet<>();
        Set<Object> rows = new HashSet<>();
        if (before != null) {
            old.addAll(before.objects());
            old.addAll(before.splits());
        }
        if (after != null) {
            rows.addAll(after.objects());
            rows.addAll(after.splits());
        }
        Set<String> uids = new HashSet<>();
        old.stream().filter(row -> !rows.contains(row)).forEach(row -> uids.add(uid(row)));
        rows.stream().filter(row -> !old.contains(row)).forEach(row -> uids.add(uid(row)));
        return uids;
    }

    private static String uid(Object row) {
        return row instanceof Report.ObjectRow object
                ? object.uid()
                : ((Report.SplitRow) row).uid();
    }

    private static Report.BackendRow plus(Report.BackendRow a, Report.BackendRow b) {
        return new Report.BackendRow(
                a.service(), Math.max(a.ready(), b.ready()), a.requests() + b.requests());
    }
}
