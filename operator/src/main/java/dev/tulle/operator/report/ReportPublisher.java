package dev.tulle.operator.report;

import dev.tulle.operator.resolve.BackendReadiness;
import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.SplitView;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/// Publishes what this replica knows: the report and the roster, each when it has changed and when
/// its pacing allows. Used by the thread of the view; only the writes are done elsewhere.
public final class ReportPublisher {

    private static final long TRAFFIC = Duration.ofSeconds(10).toNanos();
    private static final Set<ViewKind> COUNTED =
            Set.of(ViewKind.SPLIT, ViewKind.SLICE, ViewKind.SERVICE);

    private final AckTable acks;
    private final ProxyReports proxies;
    private final LongSupplier nanos;
    private final String pod;
    private final RosterReader rosters;
    private final Outbox report;
    private final Outbox roster;
    private final ReportCodec codec = new ReportCodec();
    private ClusterView view = ClusterView.empty();
    private long seenAcks = -1;
    private long seenRoster = -1;
    private long trafficAt;

    ReportPublisher(
            Replica replica,
            AckTable acks,
            ProxyReports proxies,
            Outbox.Writing writing,
            LongSupplier nanos) {
        this.acks = acks;
        this.proxies = proxies;
        this.nanos = nanos;
        this.pod = replica.pod();
        this.rosters = new RosterReader(replica.pod());
        this.trafficAt = nanos.getAsLong() + TRAFFIC;
        this.report =
                new Outbox(ReportForm.REPORT, replica, writing, nanos, PublishPacing.Limits.REPORT);
        this.roster =
                new Outbox(ReportForm.ROSTER, replica, writing, nanos, PublishPacing.Limits.ROSTER);
    }

    public void viewChanged(ViewChange change) {
        view = change.after();
        if (COUNTED.stream().anyMatch(kind -> !change.names(kind).isEmpty())) {
            report.changed();
        }
        Set<String> elsewhere = rosters.connectedElsewhere(change);
        acks.stale().stream().filter(elsewhere::contains).forEach(acks::dropped);
    }

    /// Writes what is due.
    public void turn() {
        long now = nanos.getAsLong();
        if (acks.changes() != seenAcks) {
            seenAcks = acks.changes();
            report.changed();
        }
        if (proxies.rosterChanges() != seenRoster) {
            seenRoster = proxies.rosterChanges();
            roster.changed();
        }
        if (trafficAt - now <= 0) {
            trafficAt = now + TRAFFIC;
            report.changed();
        }
        report.turn(() -> codec.encode(report(now)));
        roster.turn(() -> codec.encode(Roster.of(pod, proxies.proxies())));
    }

    /// When to call [#turn] next if nothing happens until then.
    public OptionalLong dueAt() {
        long next = trafficAt;
        for (OptionalLong due : List.of(report.dueAt(), roster.dueAt())) {
            next = due.isPresent() ? Math.min(next, due.getAsLong()) : next;
        }
        return OptionalLong.of(next);
    }

    /// Whether the leader has been told about this replica; before that it is not ready. From any
    /// thread.
    public boolean hasPublished() {
        return report.hasWritten();
    }

    /// How long the oldest change has waited that the leader cannot know of; 0 when it knows all.
    /// From any thread.
    public Duration age() {
        return Duration.ofNanos(report.ageNanos());
    }

    private Report report(long now) {
        return new Report(pod, acks.rows(), splits(now));
    }

    private List<Report.SplitRow> splits(long now) {
        Reads reads = Reads.of(view);
        Map<RequestWindow.Route, Long> sums = proxies.sums(now);
        List<Report.SplitRow> rows = new ArrayList<>();
        for (SplitView split : view.all(SplitView.class)) {
            SplitTraffic traffic = SplitTraffic.of(split, sums);
            List<Report.BackendRow> backends = new ArrayList<>();
            BackendReadiness.count(reads, split)
                    .forEach((service, ready) ->
                            backends.add(
                                    new Report.BackendRow(
                                            service,
                                            ready,
                                            traffic.byBackend().getOrDefault(service, 0L))));
            rows.add(
                    new Report.SplitRow(
                            split.meta().uid(),
                            backends,
                            split.rules().isEmpty() ? null : traffic.rules()));
        }
        rows.sort(Comparator.comparing(Report.SplitRow::uid));
        return rows;
    }
}
