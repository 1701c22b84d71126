package dev.tulle.e2e.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.Objects;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Workload;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A pod that is called by its own name, through a headless Service, is called with mutual TLS and
/// guarded like one behind a cluster IP.
@OnTheMesh
class StatefulSetIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String STORE =
            """
            apiVersion: v1
            kind: Service
            metadata: {name: store}
            spec:
              clusterIP: None
              selector: {app: store}
              ports: [{name: http, port: 8080}]
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: store}
            spec:
              serviceName: store
              replicas: 2
              podManagementPolicy: Parallel
              selector: {matchLabels: {app: store}}
              template:
                metadata: {labels: {app: store}}
                spec:
                  containers:
                    - name: store
                      image: IMAGE
                      args: [catalog]
                      readinessProbe: {httpGet: {path: /healthz, port: 8080}, periodSeconds: 1}
            """;

    private static final String STRICT =
            """
            apiVersion: mesh.tulle.dev/v1alpha1
            kind: MeshPolicy
            metadata: {name: strict}
            spec: {targetRef: {kind: Service, name: store}, mtls: {mode: Strict}}
            """;

    @Test
    void podsByNameHaveMutualTlsAndPolicy(Mesh mesh) {
        try (var namespace = mesh.namespace("stateful")) {
            namespace.apply(
                    STORE.replace(
                            "IMAGE",
                            mesh.cluster().registry() + "/tulle-sample-shop:" + Mesh.VERSION));
            namespace.start(Workload.client("meshed"));
            namespace.start(Workload.client("plain").plain());
            mesh.client()
                    .apps()
                    .statefulSets()
                    .inNamespace("stateful")
                    .withName("store")
                    .waitUntilCondition(
                            set ->
                                    set != null
                                            && set.getStatus() != null
                                            && Integer.valueOf(2)
                                                    .equals(set.getStatus().getReadyReplicas()),
                            PATIENCE.toSeconds(),
                            TimeUnit.SECONDS);

            for (var pod : new String[] {"store-0", "store-1"}) {
                assertThat(ask(namespace, "meshed", pod + ".store"))
                        .as("by the name of a pod")
                        .startsWith("HTTP/1.1 200")
                        .contains("\"pod\": \"" + pod + "\"")
                        .contains("\"caller\": \"spiffe://cluster.local/ns/stateful/sa/meshed\"");
                assertThat(ask(namespace, "plain", pod + ".store"))
                        .as("Permissive, without an identity")
                        .contains("\"caller\": \"unknown (no mesh identity)\"");
            }
            assertThat(ask(namespace, "meshed", "store"))
                    .as("by the name of the headless Service")
                    .contains("\"caller\": \"spiffe://cluster.local/ns/stateful/sa/meshed\"");

            Objects.condition(
                    mesh.client(),
                    namespace.apply(STRICT).getFirst(),
                    ConditionType.PROGRAMMED,
                    "True",
                    PATIENCE);
            assertThat(ask(namespace, "plain", "store-1.store"))
                    .startsWith("HTTP/1.1 403")
                    .contains("x-tulle-error: plaintext-refused");
            assertThat(ask(namespace, "meshed", "store-1.store")).startsWith("HTTP/1.1 200");
        }
    }

    private static String ask(TestNamespace namespace, String app, String host) {
        return namespace
                .run(app, PATIENCE, "curl", "-si", "-m", "10", "http://" + host + ":8080/items")
                .text();
    }
}
