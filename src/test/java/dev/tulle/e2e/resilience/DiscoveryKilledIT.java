package dev.tulle.e2e.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.AloneOnTheMesh;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.SteadyLoad;
import dev.tulle.e2e.harness.Traffic;
import dev.tulle.e2e.harness.Workload;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Without discovery traffic goes on; with it back, proxies converge.
@AloneOnTheMesh
class DiscoveryKilledIT {
    @Test
    void trafficOutlivesDiscoveryAndLaterEditsArrive(Mesh mesh) {
        try (var namespace = mesh.namespace("discovery-killed")) {
            namespace.start(Workload.catalog("v1"));
            namespace.start(Workload.catalog("v2"));
            namespace.start(Workload.client("client"));
            namespace.service("catalog", Map.of("app", "catalog"));
            namespace.service("catalog-v1", Map.of("app", "catalog", "version", "v1"));
            namespace.service("catalog-v2", Map.of("app", "catalog", "version", "v2"));
            namespace.split("catalog", Map.of("catalog-v1", 100, "catalog-v2", 0));
            // A destination that nobody has called yet is refused while discovery is away.
            Traffic.send(namespace, "client", "catalog", 10);
            var load = SteadyLoad.start(namespace, "client", "catalog", 100, 8, "-");

            mesh.killDiscovery();
            namespace.split("catalog", Map.of("catalog-v1", 0, "catalog-v2", 100));

            assertThat(Traffic.send(namespace, "client", "catalog", 50).versions())
                    .as("who answers once the edit is Programmed")
                    .containsOnlyKeys("v2");
            var result = load.end();
            assertThat(result.failures()).as("of %s requests", result.requests()).isEmpty();
        }
    }
}
