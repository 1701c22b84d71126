package dev.tulle.operator.report;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.v1alpha1.ProxyCounts;
import dev.tulle.operator.view.ClusterObject;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.DeploymentView;
import dev.tulle.operator.view.InstallView;
import dev.tulle.operator.view.Meta;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What proxies have done with an object, by the reports of this moment; for the leader.
public final class Verdicts {

    private final ReportReader reader;
    private final Supplier<ClusterView> view;
    private final ObjectName discovery;
    private final InstantSource clock;
    private final Unheard unheard = new Unheard();
    private final Newcomers newcomers = new Newcomers();

    /// Reads the reports of `reader` whenever it is asked.
    ///
    /// @param discovery the Deployment that says how many replicas report
    public Verdicts(
            ReportReader reader,
            Supplier<ClusterView> view,
            ObjectName discovery,
            InstantSource clock) {
        this.reader = reader;
        this.view = view;
        this.discovery = discovery;
        this.clock = clock;
    }

    /// Whether a generation of an object that every proxy needs is live.
    ///
    /// @param former the proxies of the last verdict
    /// @param before what the condition says about this very generation
    public ProgrammedVerdict everywhere(
            String uid, long generation, Report.Counts former, ProgrammedVerdict.Before before) {
        Instant now = clock.instant();
        return ProgrammedVerdict.of(
                new ProgrammedVerdict.Evidence(
                        generation,
                        unheard.with(
                                reader.reports().rows(uid),
                                uid,
                                generation,
                                available(),
                                view.get(),
                                now),
                        available(),
                        former,
                        before,
                        ProgrammedVerdict.Absent.NONE),
                now);
    }

    /// Whether the present generation of an object is live.
    ///
    /// @param proxies the proxies of its status
    /// @param conditions the conditions of its status
    public ProgrammedVerdict verdict(
            Meta meta, @Nullable ProxyCounts proxies, @Nullable List<MeshCondition> conditions) {
        boolean live =
                (conditions == null ? List.<MeshCondition>of() : conditions)
                        .stream().anyMatch(condition -> isLive(condition, meta.generation()));
        Reports reports = reader.reports();
        Map<String, Report.ObjectRow> rows = reports.rows(meta.uid());
        Instant now = clock.instant();
        return ProgrammedVerdict.of(
                new ProgrammedVerdict.Evidence(
                        meta.generation(),
                        rows,
                        available(),
                        Report.Counts.of(proxies),
                        live ? ProgrammedVerdict.Before.TRUE : ProgrammedVerdict.Before.NOT_TRUE,
                        absent(reports, rows, meta.generation(), now)),
                now);
    }

    /// By the MeshInstall, which every proxy needs, and the replicas that know the generation: one
    /// that is gone leaves its report behind for a while.
    private ProgrammedVerdict.Absent absent(
            Reports reports, Map<String, Report.ObjectRow> rows, long generation, Instant now) {
        ClusterView cluster = view.get();
        boolean expected = newcomers.among(reports.replicas(), now);
        return cluster.all(InstallView.class).stream()
                .findFirst()
                .map(install -> new HashMap<>(reports.rows(install.meta().uid())))
                .map(all -> {
                    all.keySet().removeIf(replica -> !knows(rows.get(replica), generation));
                    return new ProgrammedVerdict.Absent(
                            Unheard.pods(cluster, all.values()), expected);
                })
                .orElse(ProgrammedVerdict.Absent.NONE);
    }

    private static boolean knows(Report.@Nullable ObjectRow row, long generation) {
        return row != null && row.knows(generation);
    }

    private static boolean isLive(MeshCondition condition, long generation) {
        return condition.type().equals(ConditionType.PROGRAMMED.word())
                && condition.status().equals("True")
                && Long.valueOf(generation).equals(condition.observedGeneration());
    }

    /// Names of the objects of a kind about which a verdict may be another one since a change:
    /// those of which a report speaks anew, and all when discovery comes or goes. On the thread of
    /// the view.
    public <T extends ClusterObject> Set<ObjectName> told(ViewChange change, Class<T> kind) {
        Set<String> reported = reader.read(change);
        // Seen when it comes, not when somebody next asks for a verdict.
        newcomers.among(reader.reports().replicas(), clock.instant());
        boolean discoveryMoved = !change.names(ViewKind.DEPLOYMENT).isEmpty();
        if (!discoveryMoved && reported.isEmpty()) {
            return Set.of();
        }
        return change.after().all(kind).stream()
                .filter(object -> discoveryMoved || reported.contains(object.meta().uid()))
                .map(ClusterObject::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// What the replicas see of the backends of a split; empty while none has seen it.
    public List<Report.BackendRow> backends(String uid) {
        return reader.reports().backends(uid);
    }

    /// What proxies saw of the rules of a split.
    public Report.RuleShares rules(String uid) {
        return reader.reports().rules(uid);
    }

    /// Without a Deployment, as at a desk, whoever reports is there.
    private int available() {
        return view.get()
                .find(DeploymentView.class, discovery)
                .map(DeploymentView::available)
                .orElseGet(() -> reader.reports().replicas().size());
    }
}
