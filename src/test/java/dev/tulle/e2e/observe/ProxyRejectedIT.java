package dev.tulle.e2e.observe;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.Objects;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Traffic;
import dev.tulle.e2e.harness.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a proxy refuses stands in the words of the proxy on the object that asked for it; the last
/// good state serves until it is mended.
@OnTheMesh
class ProxyRejectedIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    /// Where the webhook keeps a probe that the proxy makes; nobody but us should write there, and
    /// no schema says what may stand there.
    private static final String PROBES = "mesh.tulle.dev/probes";

    @Test
    void refusalIsShownTheLastGoodStateServesAndMendingHeals(Mesh mesh) {
        try (var namespace = mesh.namespace("proxy-rejected")) {
            server(namespace);
            namespace.start(Workload.client("meshed"));
            namespace.start(Workload.client("plain").plain());
            namespace.service("catalog", Map.of("app", "catalog"));
            answers(namespace, "plain", 200);
            var policy = policy(namespace, "Permissive");
            Objects.reason(mesh.client(), policy, ConditionType.PROGRAMMED, "Programmed", SOON);
            var good = probes(namespace);

            annotate(namespace, good.replace("8080", "70000"));
            Objects.reason(mesh.client(), policy, ConditionType.PROGRAMMED, "ProxyRejected", SOON);
            var strict = policy(namespace, "Strict");
            var refused =
                    Objects.reason(
                            mesh.client(), strict, ConditionType.PROGRAMMED, "ProxyRejected", SOON);
            var meshed = Traffic.send(namespace, "meshed", "catalog", 20);
            var plain = Traffic.send(namespace, "plain", "catalog", 20);

            assertThat(refused.message())
                    .as("who refuses what, in the proxy's words")
                    .contains("1 of 1")
                    .contains("Pod proxy-rejected/catalog")
                    .contains("port 70000: expected 1 to 65535");
            assertThat(meshed.failed()).as("meshed callers: %s", meshed.answers()).isZero();
            assertThat(plain.failed())
                    .as("the last good state lets plaintext in: %s", plain.answers())
                    .isZero();

            annotate(namespace, good);
            Objects.condition(mesh.client(), strict, ConditionType.PROGRAMMED, "True", SOON);
            answers(namespace, "plain", 403);
            assertThat(Traffic.send(namespace, "meshed", "catalog", 20).failed()).isZero();
        }
    }

    private static void server(TestNamespace namespace) {
        namespace.apply(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: catalog, labels: {app: catalog, version: v1}}
                spec:
                  containers:
                  - name: catalog
                    image: %s/tulle-sample-shop:%s
                    args: [catalog]
                    ports: [{containerPort: 8080}]
                    livenessProbe: {tcpSocket: {port: 8080}}
                """
                        .formatted(namespace.mesh().cluster().registry(), Mesh.VERSION));
    }

    private static HasMetadata policy(TestNamespace namespace, String mode) {
        return namespace
                .apply(
                        """
                        apiVersion: mesh.tulle.dev/v1alpha1
                        kind: MeshPolicy
                        metadata: {name: callers}
                        spec:
                          targetRef: {kind: Workload, selector: {matchLabels: {app: catalog}}}
                          mtls: {mode: %s}
                        """
                                .formatted(mode))
                .getFirst();
    }

    private static void answers(TestNamespace namespace, String client, int status) {
        eventually(
                client + " is answered with " + status,
                SOON,
                () -> Traffic.send(namespace, client, "catalog", 1),
                traffic -> traffic.answers().containsKey(status));
    }

    private static String probes(TestNamespace namespace) {
        var annotations = namespace.pods("catalog").getFirst().getMetadata().getAnnotations();
        return annotations.getOrDefault(PROBES, "");
    }

    private static void annotate(TestNamespace namespace, String probes) {
        var annotations = Map.of("annotations", Map.of(PROBES, probes));
        namespace
                .mesh()
                .client()
                .resource(namespace.pods("catalog").getFirst())
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        Serialization.asJson(Map.of("metadata", annotations)));
    }
}
