package dev.tulle.operator.resolve;

import static dev.tulle.operator.view.FakeCluster.backend;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.Reason;
import dev.tulle.operator.view.FakeCluster;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.SliceView;
import dev.tulle.operator.view.SplitView;
import dev.tulle.operator.view.ViewKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplitFindingsTest {

    private final FakeCluster cluster = new FakeCluster();

    @Test
    void acceptsASplitWhoseServicesExist() {
        cluster.service("web", 80);
        cluster.service("web-canary", 80);
        SplitView split =
                cluster.split("web", "web", backend("web", 90), backend("web-canary", 10));
        assertThat(findings(split))
                .containsExactly(
                        yes(
                                ConditionType.ACCEPTED,
                                Reason.ACCEPTED,
                                "the split decides for Service shop/web"),
                        yes(
                                ConditionType.RESOLVED_REFS,
                                Reason.RESOLVED,
                                "every Service and port that the split names exists"),
                        no(
                                ConditionType.CONFLICTED,
                                Reason.AS_EXPECTED,
                                "no other TrafficSplit asks for the same traffic"));
    }

    @Test
    void refusesAHeadlessRoot() {
        cluster.headless("web", 80);
        SplitView split = cluster.split("web", "web", backend("web", 1));
        assertThat(findings(split))
                .contains(
                        no(
                                ConditionType.ACCEPTED,
                                Reason.INVALID,
                                "Service shop/web has no cluster IP, so its calls cannot be split:"
                                        + " name a Service that has one in spec.service"));
    }

    @Test
    void namesTheMissingRoot() {
        SplitView split = cluster.split("web", "web", backend("web", 1));
        assertThat(findings(split))
                .contains(
                        no(
                                ConditionType.RESOLVED_REFS,
                                Reason.SERVICE_NOT_FOUND,
                                "Service shop/web does not exist: create it, or correct"
                                        + " spec.service"));
    }

    @Test
    void namesTheMissingPortOfTheRoot() {
        cluster.service("web", 80);
        SplitView split = cluster.split("web", "web", 81, backend("web", 1));
        assertThat(findings(split))
                .contains(
                        no(
                                ConditionType.RESOLVED_REFS,
                                Reason.PORT_NOT_FOUND,
                                "Service shop/web has no TCP port 81: correct spec.port"));
    }

    @Test
    void namesTheMissingBackend() {
        cluster.service("web", 80);
        SplitView split = cluster.split("web", "web", backend("web", 1), backend("gone", 1));
        assertThat(findings(split))
                .contains(
                        no(
                                ConditionType.RESOLVED_REFS,
                                Reason.BACKEND_NOT_FOUND,
                                "Service shop/gone does not exist, the others get its share: create"
                                        + " it, or correct spec.backends"));
    }

    @Test
    void namesTheBackendWithoutTheCalledPort() {
        cluster.service("web", 80);
        cluster.service("web-canary", 8000);
        SplitView split = cluster.split("web", "web", backend("web-canary", 1));
        assertThat(findings(split))
                .contains(
                        no(
                                ConditionType.RESOLVED_REFS,
                                Reason.PORT_NOT_FOUND,
                                "Service shop/web-canary has no TCP port 80, the others get its"
                                        + " share: set its port in spec.backends"));
    }

    @Test
    void takesABackendWithItsOwnPort() {
        cluster.service("web", 80);
        cluster.service("web-canary", 8000);
        SplitView split = cluster.split("web", "web", backend("web-canary", 1, 8000));
        assertThat(Splits.shares(reads(), split, 80))
                .containsExactly(new Splits.Share(ObjectName.of("shop", "web-canary"), 8000, 1));
        assertThat(findings(split).get(1).answer()).isEqualTo(Answer.YES);
    }

    @Test
    void letsTheOlderOfTwoWin() {
        cluster.service("web", 80);
        SplitView older = cluster.split("b-older", "web", backend("web", 1));
        SplitView younger = cluster.split("a-younger", "web", backend("web", 2));
        String sentence =
                "TrafficSplit shop/b-older is older and decides for Service shop/web: delete one of"
                        + " the two";
        assertThat(findings(older))
                .extracting(Finding::answer)
                .containsExactly(Answer.YES, Answer.YES, Answer.NO);
        assertThat(findings(younger))
                .contains(
                        no(ConditionType.ACCEPTED, Reason.CONFLICTED, sentence),
                        yes(ConditionType.CONFLICTED, Reason.CONFLICT, sentence));
        assertThat(owner(80)).isEqualTo("shop/b-older");
    }

    @Test
    void letsTheSplitWithThePortHaveItWithoutAConflict() {
        cluster.service("web", 80, 9000);
        SplitView all = cluster.split("all", "web", backend("web", 1));
        SplitView one = cluster.split("one", "web", 9000, backend("web", 1));
        assertThat(findings(all))
                .extracting(Finding::reason)
                .contains(Reason.ACCEPTED, Reason.AS_EXPECTED);
        assertThat(findings(one))
                .extracting(Finding::reason)
                .contains(Reason.ACCEPTED, Reason.AS_EXPECTED);
        assertThat(owner(9000)).isEqualTo("shop/one");
        assertThat(owner(80)).isEqualTo("shop/all");
    }

    @Test
    void leavesTheShareOfAMissingBackendToTheOthers() {
        cluster.service("web", 80);
        SplitView split =
                cluster.split(
                        "web", "web", backend("web", 3), backend("gone", 1), backend("web", 0));
        assertThat(Splits.shares(reads(), split, 80))
                .containsExactly(new Splits.Share(ObjectName.of("shop", "web"), 80, 3));
    }

    @Test
    void tellsNoWeightForABackendWithoutTheCalledPort() {
        cluster.service("web", 80);
        cluster.service("web-canary", 8000);
        SplitView split = cluster.split("web", "web", backend("web", 9), backend("web-canary", 1));
        assertThat(split.spec().backends())
                .extracting(backend -> Splits.toldWeight(reads(), split, backend))
                .containsExactly(9, 0);
    }

    @Test
    void keepsTheMissingBackendsWhenThereIsNoOther() {
        cluster.service("web", 80);
        SplitView split = cluster.split("web", "web", backend("gone", 1));
        assertThat(Splits.shares(reads(), split, 80))
                .containsExactly(new Splits.Share(ObjectName.of("shop", "gone"), 80, 1));
    }

    @Test
    void countsReadyAddressesOnceForAllPorts() {
        cluster.service("web", 80, 9000);
        cluster.service("idle", 80);
        cluster.slice("web", SliceView.State.READY, "10.0.0.1", "10.0.0.2");
        cluster.slice("idle", SliceView.State.DRAINING, "10.0.0.3");
        SplitView split =
                cluster.split(
                        "web", "web", backend("web", 1), backend("idle", 1), backend("gone", 1));
        Map<String, Integer> counts = BackendReadiness.count(reads(), split);
        assertThat(counts).isEqualTo(Map.of("web", 2, "idle", 0, "gone", 0));
        assertThat(BackendReadiness.finding(split, counts))
                .isEqualTo(
                        no(
                                ConditionType.BACKENDS_READY,
                                Reason.NO_ENDPOINTS,
                                "no ready endpoint behind Service shop/idle and 1 more, the others"
                                        + " get the share: look at the pods"));
    }

    @Test
    void isReadyWhenOnlyAWeightlessBackendIsEmpty() {
        cluster.service("web", 80);
        SplitView split = cluster.split("web", "web", backend("web", 1), backend("idle", 0));
        assertThat(BackendReadiness.finding(split, Map.of("web", 1, "idle", 0)).reason())
                .isEqualTo(Reason.BACKENDS_READY);
    }

    @Test
    void isTouchedByItsServicesAndItsRivals() {
        cluster.split("one", "web", backend("web", 1), backend("web-canary", 1));
        cluster.split("other", "db", backend("db", 1));
        assertThat(Touched.splits(cluster.put(cluster.service("web-canary", 80)))).isEmpty();
        assertThat(Touched.splits(cluster.remove(ViewKind.SERVICE, "web-canary")))
                .containsExactly(ObjectName.of("shop", "one"));
        cluster.split("rival", "web", backend("web", 1));
        assertThat(Touched.splits(cluster.remove(ViewKind.SPLIT, "rival")))
                .as("a split that lost must hear that the winner is gone")
                .containsExactly(ObjectName.of("shop", "one"));
    }

    private String owner(int port) {
        return Splits.owner(reads(), ObjectName.of("shop", "web"), port)
                .map(split -> split.name().toString())
                .orElse("");
    }

    private List<Finding> findings(SplitView split) {
        return SplitFindings.of(reads(), split).findings();
    }

    private Reads reads() {
        return Reads.of(cluster.view());
    }

    private static Finding yes(ConditionType type, Reason reason, String sentence) {
        return new Finding(type, Answer.YES, reason, sentence);
    }

    private static Finding no(ConditionType type, Reason reason, String sentence) {
        return new Finding(type, Answer.NO, reason, sentence);
    }
}
