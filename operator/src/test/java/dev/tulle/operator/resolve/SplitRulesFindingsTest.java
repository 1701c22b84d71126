package dev.tulle.operator.resolve;

import static dev.tulle.operator.view.FakeCluster.backend;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.Reason;
import dev.tulle.api.v1alpha1.HttpMethod;
import dev.tulle.api.v1alpha1.TrafficMatch;
import dev.tulle.api.v1alpha1.TrafficRule;
import dev.tulle.api.v1alpha1.TrafficSplitSpec;
import dev.tulle.operator.view.FakeCluster;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.SliceView;
import dev.tulle.operator.view.SplitView;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplitRulesFindingsTest {

    private static final ObjectName WEB = ObjectName.of("shop", "web");

    private final FakeCluster cluster = new FakeCluster();

    private static TrafficRule rule(String name, TrafficSplitSpec.Backend... backends) {
        TrafficMatch get = new TrafficMatch(null, List.of(HttpMethod.GET), null, null, null);
        return new TrafficRule(
                name,
                List.of(get),
                backends.length == 0 ? null : List.of(backends),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private Finding finding(ConditionType type, SplitView split) {
        return SplitFindings.of(reads(), split).findings().stream()
                .filter(finding -> finding.condition() == type)
                .findFirst()
                .orElseThrow();
    }

    private Reads reads() {
        return Reads.of(cluster.view());
    }

    @Test
    void namesTheRuleWhoseBackendIsMissing() {
        cluster.service("web", 80);
        SplitView split =
                cluster.rules(
                        "web", null, rule("a"), rule("b", backend("web", 1), backend("gone", 1)));

        assertThat(finding(ConditionType.RESOLVED_REFS, split))
                .isEqualTo(
                        new Finding(
                                ConditionType.RESOLVED_REFS,
                                Answer.NO,
                                Reason.BACKEND_NOT_FOUND,
                                "Service shop/gone does not exist, the others get its share: create"
                                        + " it, or correct spec.rules[1].backends"));
    }

    @Test
    void namesTheRuleWhoseBackendLacksThePort() {
        cluster.service("web", 80);
        cluster.service("canary", 8000);
        SplitView split = cluster.rules("web", null, rule("a", backend("canary", 1)));

        assertThat(finding(ConditionType.RESOLVED_REFS, split).sentence())
                .isEqualTo(
                        "Service shop/canary has no TCP port 80, the others get its share: set its"
                                + " port in spec.rules[0].backends");
    }

    @Test
    void namesTheRuleWhoseMirrorIsMissing() {
        cluster.service("web", 80);
        TrafficRule mirrored =
                new TrafficRule(
                        "a",
                        rule("a").matches(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(new TrafficRule.Mirror("shadow", null, null)));
        SplitView split = cluster.rules("web", null, mirrored);

        assertThat(finding(ConditionType.RESOLVED_REFS, split).sentence())
                .isEqualTo(
                        "Service shop/shadow does not exist, nothing is mirrored: create it, or"
                                + " correct spec.rules[0].mirror");
    }

    @Test
    void refusesRulesForAPortThatIsDeclaredAsTcp() {
        cluster.service("web", 6379);
        SplitView split = cluster.rules("web", 6379, rule("a"));

        assertThat(finding(ConditionType.ACCEPTED, split))
                .isEqualTo(
                        new Finding(
                                ConditionType.ACCEPTED,
                                Answer.NO,
                                Reason.PROTOCOL_MISMATCH,
                                "rules need HTTP, but port 6379 of Service shop/web is declared as"
                                        + " TCP: remove spec.rules, or set appProtocol: http on the"
                                        + " Service"));
        assertThat(Splits.owner(reads(), WEB, 6379)).as("the split is not in force").isEmpty();
    }

    @Test
    void refusesSessionsForAPortThatIsDeclaredAsTcp() {
        cluster.service("web", 6379);
        SplitView split = cluster.sticky("web", 6379, "x-session");

        assertThat(finding(ConditionType.ACCEPTED, split).sentence())
                .isEqualTo(
                        "sessions need HTTP, but port 6379 of Service shop/web is declared as TCP:"
                                + " remove spec.sessionAffinity, or set appProtocol: http on the"
                                + " Service");
        assertThat(Splits.owner(reads(), WEB, 6379)).isEmpty();
    }

    @Test
    void takesRulesWhereSomePortMayBeHttp() {
        cluster.service("web", 80, 6379);
        SplitView split = cluster.rules("web", null, rule("a"));

        assertThat(finding(ConditionType.ACCEPTED, split).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(Splits.owner(reads(), WEB, 6379)).as("weights hold for it").contains(split);
        assertThat(Splits.mayBeHttp(reads(), WEB, 80)).isTrue();
        assertThat(Splits.mayBeHttp(reads(), WEB, 6379)).as("rules do not").isFalse();
    }

    @Test
    void countsTheBackendsThatOnlyRulesName() {
        cluster.service("web", 80);
        cluster.service("beta", 80, 8000);
        cluster.slice("web", SliceView.State.READY, "10.0.0.1");
        cluster.slice("beta", SliceView.State.READY, "10.0.0.2", "10.0.0.3");
        SplitView split =
                cluster.rules(
                        "web",
                        80,
                        rule("a", backend("web", 1), backend("beta", 1, 8000)),
                        rule("b", backend("gone", 1), backend("idle", 0)));

        assertThat(BackendReadiness.count(reads(), split))
                .isEqualTo(Map.of("web", 1, "beta:8000", 2, "gone:", 0, "idle:", 0));
        assertThat(BackendReadiness.finding(split, BackendReadiness.count(reads(), split)))
                .isEqualTo(
                        new Finding(
                                ConditionType.BACKENDS_READY,
                                Answer.NO,
                                Reason.NO_ENDPOINTS,
                                "no ready endpoint behind Service shop/gone of rule 'b', the others"
                                        + " get the share: look at the pods"));
    }

    @Test
    void missesABackendOnceForAllThatNameIt() {
        cluster.service("web", 80);
        SplitView split =
                cluster.rules("web", 80, rule("a", backend("web", 1)), rule("b", backend("b", 1)));

        assertThat(BackendReadiness.finding(split, Map.of()).sentence())
                .startsWith("no ready endpoint behind Service shop/web and 1 more, ");
    }
}
