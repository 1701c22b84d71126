package dev.tulle.e2e.security;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.Objects;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.Traffic;
import dev.tulle.e2e.harness.Workload;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Strict lets in who has a mesh identity, and the kubelet's probes.
@OnTheMesh
class StrictIT {
    @Test
    void strictRefusesPlaintextAndKeepsProbesAndTheMesh(Mesh mesh) {
        try (var namespace = mesh.namespace("strict")) {
            namespace.start(Workload.catalog("v1"));
            namespace.start(Workload.client("meshed"));
            namespace.start(Workload.client("plain").plain());
            namespace.service("catalog", Map.of("app", "catalog"));

            // Outside the mesh kube-proxy leads to the Service, a second or two after its creation.
            eventually(
                    "the Service answers a plain client",
                    Duration.ofSeconds(20),
                    () -> Traffic.send(namespace, "plain", "catalog", 1),
                    traffic -> traffic.failed() == 0);
            var permissive = Traffic.send(namespace, "plain", "catalog", 20);
            var policy =
                    namespace.apply(
                            """
                            apiVersion: mesh.tulle.dev/v1alpha1
                            kind: MeshPolicy
                            metadata: {name: strict}
                            spec: {targetRef: {kind: Namespace}, mtls: {mode: Strict}}
                            """);
            Objects.condition(
                    mesh.client(),
                    policy.getFirst(),
                    ConditionType.PROGRAMMED,
                    "True",
                    Duration.ofSeconds(10));
            var refused =
                    namespace.run(
                            "plain",
                            Duration.ofSeconds(20),
                            "curl",
                            "-s",
                            "-i",
                            "-m",
                            "5",
                            "http://catalog/items");
            var meshed = Traffic.send(namespace, "meshed", "catalog", 50);
            namespace.restart("catalog-v1");
            namespace.rolledOut("catalog-v1");
            var restarted = Traffic.send(namespace, "meshed", "catalog", 50);

            assertThat(permissive.failed()).as("permissive: %s", permissive.answers()).isZero();
            assertThat(permissive.callers()).containsOnlyKeys("unknown (no mesh identity)");
            assertThat(refused.out())
                    .startsWith("HTTP/1.1 403")
                    .contains("x-tulle-error: plaintext-refused");
            assertThat(meshed.failed()).as("strict, meshed: %s", meshed.answers()).isZero();
            assertThat(restarted.failed()).as("after a restart: %s", restarted.answers()).isZero();
        }
    }
}
