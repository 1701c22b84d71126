package dev.tulle.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.Reason;
import dev.tulle.api.v1alpha1.MeshPolicyStatus;
import dev.tulle.api.v1alpha1.Mtls;
import dev.tulle.api.v1alpha1.MtlsMode;
import dev.tulle.api.v1alpha1.ProxyCounts;
import dev.tulle.operator.report.ProgrammedVerdict;
import dev.tulle.operator.report.ProgrammedVerdict.Outcome;
import dev.tulle.operator.report.Report;
import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.status.Finding;
import dev.tulle.operator.status.Finding.Verdict;
import dev.tulle.operator.view.FakeCluster;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PolicyView;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyDecisionTest {

    private static final ProgrammedVerdict LIVE =
            new ProgrammedVerdict(
                    Outcome.TRUE,
                    Reason.PROGRAMMED,
                    "3 of 3 proxies run generation 1",
                    new Report.Counts(3, 3, 0, 0),
                    Optional.empty());

    private final FakeCluster cluster = new FakeCluster();

    @Test
    void isReadyWhenItIsAcceptedResolvedAndLive() {
        cluster.service("web", 80);
        PolicyView policy = cluster.servicePolicy("web", "web", 80, MtlsMode.STRICT);

        PolicyDecision decision = decide(policy);

        assertThat(finding(decision, ConditionType.READY).reason()).isEqualTo(Reason.PROGRAMMED);
        assertThat(finding(decision, ConditionType.STALLED).verdict()).isEqualTo(Verdict.FALSE);
        MeshPolicyStatus status = decision.status(1, List.of());
        assertThat(status.target()).isEqualTo("Service/web:80");
        assertThat(status.mtls()).isEqualTo(new Mtls(MtlsMode.STRICT));
        assertThat(status.proxies()).isEqualTo(new ProxyCounts(3, 3, 0, 0));
        assertThat(status.conflicts()).isNull();
    }

    @Test
    void namesTheMissingTargetWithoutStalling() {
        PolicyView policy = cluster.servicePolicy("web", "web", null, MtlsMode.STRICT);

        PolicyDecision decision = decide(policy);

        assertThat(finding(decision, ConditionType.READY).reason())
                .isEqualTo(Reason.TARGET_NOT_FOUND);
        assertThat(finding(decision, ConditionType.STALLED).verdict()).isEqualTo(Verdict.FALSE);
    }

    @Test
    void namesTheWinnerOfAConflictAndBringsNothingIntoForce() {
        cluster.namespacePolicy("old", MtlsMode.PERMISSIVE);
        PolicyView younger = cluster.namespacePolicy("young", MtlsMode.STRICT);

        PolicyDecision decision = decide(younger);

        assertThat(finding(decision, ConditionType.READY).reason()).isEqualTo(Reason.CONFLICTED);
        assertThat(finding(decision, ConditionType.STALLED).verdict()).isEqualTo(Verdict.TRUE);
        assertThat(decision.status(1, List.of()).mtls()).isNull();
        assertThat(decision.status(1, List.of()).conflicts())
                .containsExactly(new MeshPolicyStatus.Conflict("mtls.mode", "MeshPolicy shop/old"));
    }

    @Test
    void visitsTheNeighboursOfADeletedPolicy() {
        cluster.namespacePolicy("old", MtlsMode.PERMISSIVE);
        cluster.namespacePolicy("young", MtlsMode.STRICT);

        ViewChange change = cluster.remove(ViewKind.POLICY, "old");

        assertThat(PolicyEvents.touched(change, Set.of()))
                .containsExactlyInAnyOrder(
                        ObjectName.of("shop", "old"), ObjectName.of("shop", "young"));
    }

    @Test
    void visitsThePoliciesOfANamespaceWhenAPodComes() {
        cluster.namespacePolicy("all", MtlsMode.STRICT);
        ViewChange came = cluster.put(cluster.pod("web-1", "10.0.0.1", 80));

        assertThat(PolicyEvents.touched(came, Set.of()))
                .as("the pod was there before this change already")
                .isEmpty();
        assertThat(PolicyEvents.touched(cluster.remove(ViewKind.POD, "web-1"), Set.of()))
                .containsExactly(ObjectName.of("shop", "all"));
    }

    @Test
    void visitsThePoliciesThatDiscoverySpeaksOf() {
        ObjectName all = ObjectName.of("shop", "all");
        ViewChange change = cluster.remove(ViewKind.CONFIG_MAP, "none");

        assertThat(PolicyEvents.touched(change, Set.of(all))).containsExactly(all);
    }

    private PolicyDecision decide(PolicyView policy) {
        return PolicyDecision.of(Reads.of(cluster.view()), policy, LIVE);
    }

    private static Finding finding(PolicyDecision decision, ConditionType type) {
        return decision.findings().stream()
                .filter(finding -> finding.type() == type)
                .findFirst()
                .orElseThrow();
    }
}
