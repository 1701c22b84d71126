package dev.tulle.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.Reason;
import dev.tulle.api.v1alpha1.HttpMethod;
import dev.tulle.api.v1alpha1.Traffic;
import dev.tulle.api.v1alpha1.TrafficMatch;
import dev.tulle.api.v1alpha1.TrafficRule;
import dev.tulle.operator.view.FakeCluster;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PolicyView;
import dev.tulle.operator.view.ViewKind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Policies about a TrafficSplit and its rules.
class SplitPolicyFindingsTest {

    private final FakeCluster cluster = new FakeCluster();

    @BeforeEach
    void split() {
        cluster.service("web", 80);
        cluster.rules("web", null, rule("slow", null), rule("closed", 404));
    }

    private static TrafficRule rule(String name, @Nullable Integer status) {
        TrafficMatch get = new TrafficMatch(null, List.of(HttpMethod.GET), null, null, null);
        TrafficRule.Respond respond = status == null ? null : new TrafficRule.Respond(status, null);
        return new TrafficRule(name, List.of(get), null, null, respond, null, null, null, null);
    }

    private static Traffic request(String timeout) {
        return new Traffic(new Traffic.Timeouts(null, timeout, null, null), null, null, null);
    }

    private PolicyFindings of(PolicyView policy) {
        return PolicyFindings.of(Reads.of(cluster.view()), policy);
    }

    private Finding resolved(PolicyView policy) {
        return of(policy).findings().stream()
                .filter(finding -> finding.condition() == ConditionType.RESOLVED_REFS)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void writesTheTargetAsText() {
        assertThat(of(cluster.splitTraffic("p", "web", null, request("1s"))).target())
                .isEqualTo("TrafficSplit/web");
        assertThat(of(cluster.splitTraffic("q", "web", "slow", request("1s"))).target())
                .isEqualTo("TrafficSplit/web/slow");
    }

    @Test
    void namesAMissingSplitAndAMissingRule() {
        assertThat(resolved(cluster.splitTraffic("p", "gone", "slow", request("1s"))))
                .isEqualTo(
                        new Finding(
                                ConditionType.RESOLVED_REFS,
                                Answer.NO,
                                Reason.TARGET_NOT_FOUND,
                                "TrafficSplit shop/gone does not exist: create it, or correct"
                                        + " spec.targetRef.name"));
        assertThat(resolved(cluster.splitTraffic("q", "web", "fast", request("1s"))))
                .isEqualTo(
                        new Finding(
                                ConditionType.RESOLVED_REFS,
                                Answer.NO,
                                Reason.RULE_NOT_FOUND,
                                "TrafficSplit shop/web has no rule 'fast': correct"
                                        + " spec.targetRef.rule"));
    }

    @Test
    void saysWhatItHoldsFor() {
        assertThat(resolved(cluster.splitTraffic("p", "web", null, request("1s"))).sentence())
                .isEqualTo("the policy holds for what TrafficSplit shop/web decides about");
        assertThat(resolved(cluster.splitTraffic("q", "web", "slow", request("1s"))).sentence())
                .isEqualTo("the policy holds for rule 'slow' of TrafficSplit shop/web");
        assertThat(resolved(cluster.splitTraffic("r", "web", "closed", request("1s"))).sentence())
                .isEqualTo(
                        "rule 'closed' of TrafficSplit shop/web answers by itself, so nobody"
                                + " waits");
    }

    @Test
    void conflictsWithAnOlderPolicyOfTheSameRuleOnly() {
        cluster.splitTraffic("old", "web", "slow", request("1s"));
        cluster.splitTraffic("all", "web", null, request("2s"));
        PolicyView young = cluster.splitTraffic("young", "web", "slow", request("3s"));

        assertThat(of(young).conflicts())
                .containsExactly(new Conflict("traffic.timeouts.request", "MeshPolicy shop/old"));
    }

    @Test
    void isTouchedByItsSplit() {
        cluster.splitTraffic("p", "web", "slow", request("1s"));

        assertThat(Touched.policies(cluster.remove(ViewKind.SPLIT, "web")))
                .containsExactly(ObjectName.of("shop", "p"));
    }
}
