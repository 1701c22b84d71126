package dev.tulle.e2e.install;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.v1alpha1.MeshInstallSpec;
import dev.tulle.e2e.harness.AloneOnTheMesh;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.Objects;
import dev.tulle.e2e.harness.SteadyLoad;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Traffic;
import dev.tulle.e2e.harness.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// The profile that users get without asking: three replicas of discovery and two operators, any
/// one of which may die at any moment.
@AloneOnTheMesh
@Order(Integer.MAX_VALUE - 1)
class ProductionIT {
    /// The lease of a leader that died without a word runs out after 15 s.
    private static final Duration NEW_LEADER = Duration.ofSeconds(60);

    private static final Duration BACK = Duration.ofMinutes(2);

    @AfterEach
    void backToTheProfileOfTheSuite(Mesh mesh) {
        mesh.install(spec(MeshInstallSpec.Profile.DEV));
    }

    @Test
    void oneDiscoveryAndTheLeaderMayDieUnderLoad(Mesh mesh) {
        mesh.install(spec(MeshInstallSpec.Profile.PRODUCTION));
        try (var namespace = mesh.namespace("production")) {
            namespace.start(Workload.catalog("v1"));
            namespace.start(Workload.catalog("v2"));
            namespace.start(Workload.client("client"));
            namespace.service("catalog", Map.of("app", "catalog"));
            namespace.service("catalog-v1", Map.of("app", "catalog", "version", "v1"));
            namespace.service("catalog-v2", Map.of("app", "catalog", "version", "v2"));
            namespace.split("catalog", Map.of("catalog-v1", 100, "catalog-v2", 0));
            Traffic.send(namespace, "client", "catalog", 10);
            spreadAndGuarded(mesh);
            var leader = leader(mesh);
            var load = SteadyLoad.start(namespace, "client", "catalog", 50, 8, "-");

            kill(mesh, mesh.controlPlane(Mesh.DISCOVERY).getFirst());
            kill(
                    mesh,
                    mesh.controlPlane(Mesh.OPERATOR).stream()
                            .filter(pod -> leader.startsWith(pod.getMetadata().getName()))
                            .findFirst()
                            .orElseThrow());
            var edited =
                    namespace.applySplit("catalog", Map.of("catalog-v1", 0, "catalog-v2", 100));
            moved(namespace);
            Objects.condition(mesh.client(), edited, ConditionType.PROGRAMMED, "True", NEW_LEADER);
            eventually(
                    "another leader", NEW_LEADER, () -> leader(mesh), now -> !now.equals(leader));
            ready(mesh, Mesh.DISCOVERY, 3);
            ready(mesh, Mesh.OPERATOR, 2);

            var result = load.end();
            assertThat(result.failures()).as("of %s requests", result.requests()).isEmpty();
        }
    }

    private static MeshInstallSpec spec(MeshInstallSpec.Profile profile) {
        return new MeshInstallSpec(Mesh.VERSION, null, profile, null, null);
    }

    private static void spreadAndGuarded(Mesh mesh) {
        ready(mesh, Mesh.DISCOVERY, 3);
        ready(mesh, Mesh.OPERATOR, 2);
        var budget =
                mesh.client()
                        .policy()
                        .v1()
                        .podDisruptionBudget()
                        .inNamespace(Mesh.SYSTEM)
                        .withName(Mesh.DISCOVERY)
                        .waitUntilCondition(
                                found ->
                                        found != null
                                                && found.getStatus() != null
                                                && found.getStatus().getCurrentHealthy() == 3,
                                30,
                                java.util.concurrent.TimeUnit.SECONDS);
        assertThat(budget.getStatus().getDisruptionsAllowed())
                .as("replicas that a drain may take at a time")
                .isEqualTo(1);
        assertThat(mesh.controlPlane(Mesh.DISCOVERY))
                .allSatisfy(pod ->
                        assertThat(pod.getSpec().getTopologySpreadConstraints())
                                .as("spread over nodes")
                                .extracting(c -> c.getTopologyKey())
                                .containsExactly("kubernetes.io/hostname"));
    }

    private static void ready(Mesh mesh, String part, int replicas) {
        eventually(
                replicas + " ready pods of " + part,
                BACK,
                () -> mesh.controlPlane(part),
                pods ->
                        pods.size() == replicas
                                && pods.stream().allMatch(Readiness.getInstance()::isReady));
    }

    private static void kill(Mesh mesh, Pod pod) {
        mesh.client().resource(pod).withGracePeriod(0).delete();
    }

    /// Proxies get an edit from any replica, with no operator at all.
    private static void moved(TestNamespace namespace) {
        eventually(
                "only version 2 answers",
                Duration.ofSeconds(20),
                () -> Traffic.send(namespace, "client", "catalog", 20),
                traffic -> traffic.versions().keySet().equals(java.util.Set.of("v2")));
    }

    private static String leader(Mesh mesh) {
        return String.valueOf(
                mesh.client()
                        .leases()
                        .inNamespace(Mesh.SYSTEM)
                        .withName("tulle-operator")
                        .require()
                        .getSpec()
                        .getHolderIdentity());
    }
}
