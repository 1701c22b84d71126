package dev.tulle.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.condition.Reason;
import dev.tulle.api.v1alpha1.ProxyCounts;
import dev.tulle.api.v1alpha1.TrafficSplitSpec;
import dev.tulle.operator.report.ProgrammedVerdict.Outcome;
import dev.tulle.operator.view.ClusterObject;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.DeploymentView;
import dev.tulle.operator.view.FakeCluster;
import dev.tulle.operator.view.Meta;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PolicyView;
import dev.tulle.operator.view.SplitView;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictsTest {

    private static final ObjectName DISCOVERY = ObjectName.of("tulle-system", "tulle-discovery");
    private static final Meta SPLIT =
            new Meta(ObjectName.of("shop", "web"), "split", 2, "1", Instant.EPOCH, null);

    private final ReportReader reader = new ReportReader();
    private ClusterView view = ClusterView.empty();
    private Instant now = Instant.ofEpochSecond(60);
    private final Verdicts verdicts = new Verdicts(reader, () -> view, DISCOVERY, () -> now);

    @Test
    void asksEveryReplicaThatTheDeploymentCallsAvailable() {
        put(deployment(2));
        put(ConfigMaps.of(ReportForm.REPORT, report(2)));

        ProgrammedVerdict verdict = verdicts.verdict(SPLIT, null, null);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FALSE);
        assertThat(verdict.message()).isEqualTo("discovery: a replica has not seen generation 2");
    }

    @Test
    void asksWhoeverReportsWithoutADeployment() {
        put(ConfigMaps.of(ReportForm.REPORT, report(2)));

        assertThat(verdicts.verdict(SPLIT, null, null).reason()).isEqualTo(Reason.PROGRAMMED);
    }

    @Test
    void keepsWhatWasLiveWhenDiscoveryIsDown() {
        put(deployment(0));

        ProgrammedVerdict live =
                verdicts.verdict(SPLIT, new ProxyCounts(3, 3, 0, 0), List.of(programmed(2)));
        ProgrammedVerdict edited =
                verdicts.verdict(SPLIT, new ProxyCounts(3, 3, 0, 0), List.of(programmed(1)));

        assertThat(live.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(live.counts()).isEqualTo(new Report.Counts(3, 3, 0, 3));
        assertThat(edited.outcome()).isEqualTo(Outcome.FALSE);
    }

    @Test
    void missesAReadyPodOfWhichNoReplicaHasHeard() {
        put(deployment(1));
        put(ConfigMaps.of(ReportForm.REPORT, report(2)));
        FakeCluster pods = new FakeCluster();
        put(pods.pod("web-1", "10.0.0.1", 80));
        ProgrammedVerdict all = everywhere(ProgrammedVerdict.Before.TRUE);

        put(pods.pod("cut-2", "10.0.0.2", 80));
        ProgrammedVerdict young = everywhere(ProgrammedVerdict.Before.TRUE);
        now = now.plusSeconds(31);
        ProgrammedVerdict late = everywhere(ProgrammedVerdict.Before.TRUE);

        assertThat(all.counts()).isEqualTo(new Report.Counts(1, 1, 0, 0));
        assertThat(young.outcome()).as("it may just have started").isEqualTo(Outcome.TRUE);
        assertThat(late.reason()).isEqualTo(Reason.PROXIES_STALE);
        assertThat(late.message())
                .isEqualTo("1 of 2; without a control stream: 1 of which no replica has heard");
        assertThat(late.counts()).isEqualTo(new Report.Counts(2, 1, 0, 1));
    }

    @Test
    void doesNotMissPodsWhileAReplicaHasStillToReport() {
        put(deployment(2));
        put(ConfigMaps.of(ReportForm.REPORT, report(2)));
        FakeCluster pods = new FakeCluster();
        put(pods.pod("web-1", "10.0.0.1", 80));
        put(pods.pod("web-2", "10.0.0.2", 80));

        assertThat(everywhere(ProgrammedVerdict.Before.TRUE).counts().targeted()).isEqualTo(1);
    }

    @Test
    void expectsEveryProxyBackAtAReplicaThatHasJustCome() {
        put(deployment(1));
        put(new FakeCluster().install(null));
        put(new FakeCluster().pod("cut-1", "10.0.0.1", 80));
        put(ConfigMaps.of(ReportForm.REPORT, report(2)));

        ProgrammedVerdict edited = verdicts.verdict(SPLIT, null, null);
        now = now.plus(Newcomers.ARRIVAL);
        ProgrammedVerdict late = verdicts.verdict(SPLIT, null, null);

        assertThat(edited.outcome()).isEqualTo(Outcome.FALSE);
        assertThat(edited.message()).isEqualTo("1 of 1; not back at discovery: 1");
        assertThat(late.outcome())
                .as("nothing says that it needs the split")
                .isEqualTo(Outcome.TRUE);
    }

    private ProgrammedVerdict everywhere(ProgrammedVerdict.Before before) {
        return verdicts.everywhere("split", 2, Report.Counts.NONE, before);
    }

    @Test
    void namesTheObjectsThatAReportSpeaksOf() {
        put(split("web", "split"));
        put(split("other", "other-uid"));

        ViewChange change = put(ConfigMaps.of(ReportForm.REPORT, report(2)));

        assertThat(verdicts.told(change, SplitView.class))
                .containsExactly(ObjectName.of("shop", "web"));
        assertThat(verdicts.told(change, PolicyView.class)).isEmpty();
    }

    @Test
    void namesAllObjectsWhenDiscoveryComesOrGoes() {
        put(split("web", "split"));
        put(split("other", "other-uid"));

        ViewChange change = put(deployment(1));

        assertThat(verdicts.told(change, SplitView.class)).hasSize(2);
    }

    private ViewChange put(ClusterObject object) {
        ViewChange change = view.after(List.of(new ViewEvent.Present(object)));
        view = change.after();
        reader.accept(change);
        return change;
    }

    private static SplitView split(String name, String uid) {
        return new SplitView(
                new Meta(ObjectName.of("shop", name), uid, 1, "1", Instant.EPOCH, null),
                new TrafficSplitSpec(
                        name, null, List.of(new TrafficSplitSpec.Backend(name, 1, null))));
    }

    private static MeshCondition programmed(long generation) {
        return new MeshCondition(
                ConditionType.PROGRAMMED.word(),
                "True",
                Reason.PROGRAMMED.word(),
                "",
                "1970-01-01T00:00:00Z",
                generation);
    }

    private static DeploymentView deployment(int available) {
        return new DeploymentView(
                new Meta(DISCOVERY, "uid", 1, "1", Instant.EPOCH, null), 1, 2, 2, 2, available);
    }

    private static byte[] report(long generation) {
        return new ReportCodec()
                .encode(
                        new Report(
                                "discovery-b",
                                List.of(
                                        new Report.ObjectRow(
                                                "split",
                                                generation,
                                                new Report.Counts(1, 1, 0, 0),
                                                0,
                                                null,
                                                List.of(),
                                                List.of())),
                                List.of()));
    }
}
