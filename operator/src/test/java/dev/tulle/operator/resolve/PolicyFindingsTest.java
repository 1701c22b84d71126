package dev.tulle.operator.resolve;

import static dev.tulle.api.v1alpha1.MtlsMode.PERMISSIVE;
import static dev.tulle.api.v1alpha1.MtlsMode.STRICT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.Reason;
import dev.tulle.operator.view.FakeCluster;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PolicyView;
import dev.tulle.operator.view.ViewKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PolicyFindingsTest {

    private final FakeCluster cluster = new FakeCluster();

    @Test
    void writesTheTargetAsText() {
        assertThat(of(cluster.namespacePolicy("a", STRICT)).target()).isEqualTo("Namespace/shop");
        assertThat(of(cluster.servicePolicy("b", "web", null, STRICT)).target())
                .isEqualTo("Service/web");
        assertThat(of(cluster.servicePolicy("c", "web", 80, STRICT)).target())
                .isEqualTo("Service/web:80");
        Map<String, String> labels = new TreeMap<>(Map.of("tier", "db", "app", "web"));
        assertThat(of(cluster.workloadPolicy("d", labels, 9000, STRICT)).target())
                .isEqualTo("Workload/app=web,tier=db:9000");
    }

    @Test
    void namesAMissingService() {
        PolicyView policy = cluster.servicePolicy("p", "web", null, STRICT);
        assertThat(of(policy).findings())
                .contains(
                        new Finding(
                                ConditionType.RESOLVED_REFS,
                                Answer.NO,
                                Reason.TARGET_NOT_FOUND,
                                "Service shop/web does not exist: create it, or correct"
                                        + " spec.targetRef.name"));
    }

    @Test
    void namesAMissingPort() {
        cluster.service("web", 80);
        PolicyView policy = cluster.servicePolicy("p", "web", 81, STRICT);
        assertThat(of(policy).findings())
                .contains(
                        new Finding(
                                ConditionType.RESOLVED_REFS,
                                Answer.NO,
                                Reason.PORT_NOT_FOUND,
                                "Service shop/web has no TCP port 81: correct"
                                        + " spec.targetRef.port"));
    }

    @Test
    void letsTheOlderOfOneTargetWinEvenWithoutPods() {
        PolicyView older = cluster.namespacePolicy("z", PERMISSIVE);
        PolicyView younger = cluster.namespacePolicy("a", STRICT);
        assertThat(of(older).conflicts()).isEmpty();
        assertThat(of(younger).conflicts())
                .containsExactly(new Conflict("mtls.mode", "MeshPolicy shop/z"));
        assertThat(of(younger).findings())
                .extracting(Finding::reason)
                .containsExactly(Reason.CONFLICTED, Reason.RESOLVED, Reason.CONFLICT);
    }

    @Test
    void seesNoConflictInTheSameWord() {
        cluster.namespacePolicy("z", STRICT);
        assertThat(of(cluster.namespacePolicy("a", STRICT)).conflicts()).isEmpty();
    }

    @Test
    void seesDifferentTargetsMeetInAPod() {
        cluster.service("web", 80);
        cluster.servicePolicy("service", "web", null, PERMISSIVE);
        PolicyView workload =
                cluster.workloadPolicy("workload", Map.of("app", "web"), null, STRICT);
        assertThat(of(workload).conflicts()).as("no pod yet").isEmpty();
        cluster.pod("web-1", "10.0.0.1", 80);
        assertThat(of(workload).conflicts())
                .containsExactly(new Conflict("mtls.mode", "MeshPolicy shop/service"));
    }

    @Test
    void seesNoConflictBetweenLevels() {
        cluster.service("web", 80);
        cluster.pod("web-1", "10.0.0.1", 80);
        List<PolicyView> policies =
                List.of(
                        cluster.namespacePolicy("namespace", STRICT),
                        cluster.servicePolicy("service", "web", null, PERMISSIVE),
                        cluster.workloadPolicy("port", Map.of("app", "web"), 80, STRICT));
        assertThat(policies).allSatisfy(policy -> assertThat(of(policy).conflicts()).isEmpty());
    }

    @Test
    void isTouchedByWhatItMayMeet() {
        cluster.namespacePolicy("all", STRICT);
        ObjectName all = ObjectName.of("shop", "all");
        var pod = cluster.pod("web-1", "10.0.0.1", 80);
        assertThat(Touched.policies(cluster.put(pod))).as("nothing changed").isEmpty();
        assertThat(Touched.policies(cluster.remove(ViewKind.POD, "web-1"))).containsExactly(all);
        cluster.service("web", 80);
        assertThat(Touched.policies(cluster.remove(ViewKind.SERVICE, "web"))).containsExactly(all);
    }

    private PolicyFindings of(PolicyView policy) {
        return PolicyFindings.of(Reads.of(cluster.view()), policy);
    }
}
