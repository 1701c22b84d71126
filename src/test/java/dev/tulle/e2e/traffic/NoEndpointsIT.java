package dev.tulle.e2e.traffic;

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

/// A backend without ready endpoints gets nothing, is named, and gets its share back.
@OnTheMesh
class NoEndpointsIT {
    @Test
    void shareOfAnEmptyBackendGoesToTheOthers(Mesh mesh) {
        try (var namespace = mesh.namespace("no-endpoints")) {
            namespace.start(Workload.catalog("v1"));
            namespace.start(Workload.catalog("v2").replicas(0));
            namespace.start(Workload.client("client"));
            namespace.service("catalog", Map.of("app", "catalog"));
            namespace.service("catalog-v1", Map.of("app", "catalog", "version", "v1"));
            namespace.service("catalog-v2", Map.of("app", "catalog", "version", "v2"));

            var split = namespace.split("catalog", Map.of("catalog-v1", 50, "catalog-v2", 50));
            var empty =
                    Objects.condition(
                            mesh.client(),
                            split,
                            ConditionType.BACKENDS_READY,
                            "False",
                            Duration.ofSeconds(10));
            var without = Traffic.send(namespace, "client", "catalog", 100);
            namespace.start(Workload.catalog("v2").replicas(1));
            Objects.condition(
                    mesh.client(),
                    split,
                    ConditionType.BACKENDS_READY,
                    "True",
                    Duration.ofSeconds(10));
            var with =
                    eventually(
                            "answers of v2",
                            Duration.ofSeconds(10),
                            () -> Traffic.send(namespace, "client", "catalog", 200),
                            traffic -> traffic.versions().containsKey("v2"));

            assertThat(empty.reason()).isEqualTo("NoEndpoints");
            assertThat(empty.message()).contains("catalog-v2");
            assertThat(without.failed()).as("answers %s", without.answers()).isZero();
            assertThat(without.versions()).containsOnlyKeys("v1");
            assertThat(with.failed()).as("answers %s", with.answers()).isZero();
        }
    }

    @Test
    void missingServiceIsAConditionAndTheRestGoesOn(Mesh mesh) {
        try (var namespace = mesh.namespace("no-service")) {
            namespace.start(Workload.catalog("v1"));
            namespace.start(Workload.client("client"));
            namespace.service("catalog", Map.of("app", "catalog"));
            namespace.service("catalog-v1", Map.of("app", "catalog", "version", "v1"));

            var split = namespace.split("catalog", Map.of("catalog-v1", 50, "catalog-v2", 50));
            var missing =
                    Objects.condition(
                            mesh.client(),
                            split,
                            ConditionType.RESOLVED_REFS,
                            "False",
                            Duration.ofSeconds(10));
            var traffic = Traffic.send(namespace, "client", "catalog", 100);

            assertThat(missing.reason()).isEqualTo("BackendNotFound");
            assertThat(missing.message()).contains("catalog-v2");
            assertThat(traffic.failed()).as("answers %s", traffic.answers()).isZero();
        }
    }
}
