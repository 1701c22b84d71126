package dev.tulle.e2e.resilience;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.AloneOnTheMesh;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.SteadyLoad;
import dev.tulle.e2e.harness.Traffic;
import dev.tulle.e2e.harness.Workload;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Without the operator traffic, push and injection go on; status comes later.
@AloneOnTheMesh
class OperatorKilledIT {
    @Test
    void editsReachProxiesAndPodsStartWhileTheOperatorIsAway(Mesh mesh) {
        try (var namespace = mesh.namespace("operator-killed")) {
            namespace.start(Workload.catalog("v1"));
            namespace.start(Workload.catalog("v2"));
            namespace.start(Workload.client("client"));
            namespace.service("catalog", Map.of("app", "catalog"));
            namespace.service("catalog-v1", Map.of("app", "catalog", "version", "v1"));
            namespace.service("catalog-v2", Map.of("app", "catalog", "version", "v2"));
            namespace.split("catalog", Map.of("catalog-v1", 100, "catalog-v2", 0));
            Traffic.send(namespace, "client", "catalog", 10);
            var load = SteadyLoad.start(namespace, "client", "catalog", 50, 4, "-");

            mesh.scaleOperator(0);
            try {
                namespace.applySplit("catalog", Map.of("catalog-v1", 0, "catalog-v2", 100));
                var moved =
                        eventually(
                                "only version 2 answers",
                                Duration.ofSeconds(5),
                                () -> Traffic.send(namespace, "client", "catalog", 20),
                                traffic ->
                                        traffic.versions().keySet().equals(java.util.Set.of("v2")));
                namespace.start(Workload.catalog("v2").replicas(2));

                assertThat(moved.failed()).as("answers %s", moved.answers()).isZero();
            } finally {
                mesh.scaleOperator(2);
            }
            namespace.split("catalog", Map.of("catalog-v1", 0, "catalog-v2", 100));
            var result = load.end();
            assertThat(result.failures()).as("of %s requests", result.requests()).isEmpty();
        }
    }
}
