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
import java.util.Set;
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

            var result = load.end();
            assertThat(result.failures()).as("of %s requests", result.requests()).isEmpty();
            // Programmed may come some seconds before the proxies are back at the new replica.
            eventually(
                    "only version 2 answers after the edit",
                    Duration.ofSeconds(30),
                    () -> Traffic.send(namespace, "client", "catalog", 50),
                    traffic -> traffic.versions().keySet().equals(Set.of("v2")));
        }
    }
}
