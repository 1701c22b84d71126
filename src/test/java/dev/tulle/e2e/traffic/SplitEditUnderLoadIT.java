package dev.tulle.e2e.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.AloneOnTheMesh;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.SteadyLoad;
import dev.tulle.e2e.harness.Workload;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Weights are edited while requests flow, and none is lost.
@AloneOnTheMesh
class SplitEditUnderLoadIT {
    @Test
    void editsLoseNoRequest(Mesh mesh) {
        try (var namespace = mesh.namespace("split-edit")) {
            namespace.start(Workload.catalog("v1"));
            namespace.start(Workload.catalog("v2"));
            namespace.start(Workload.client("client"));
            namespace.service("catalog", Map.of("app", "catalog"));
            namespace.service("catalog-v1", Map.of("app", "catalog", "version", "v1"));
            namespace.service("catalog-v2", Map.of("app", "catalog", "version", "v2"));
            namespace.split("catalog", Map.of("catalog-v1", 100, "catalog-v2", 0));
            var load = SteadyLoad.start(namespace, "client", "catalog", 200, 8, "-");

            for (int share = 10; share <= 100; share += 10) {
                namespace.split("catalog", Map.of("catalog-v1", 100 - share, "catalog-v2", share));
            }

            var result = load.end();
            assertThat(result.failures()).as("of %s requests", result.requests()).isEmpty();
        }
    }
}
