package dev.tulle.e2e.traffic;

import static dev.tulle.e2e.harness.Eventually.eventually;

import dev.tulle.e2e.harness.AloneOnTheMesh;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Traffic;
import dev.tulle.e2e.harness.Workload;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A pod that goes away leaves the proxies at once.
@AloneOnTheMesh
class EndpointRemovalIT {
    @Test
    void removedPodLeavesTheCallersProxy(Mesh mesh) {
        try (var namespace = mesh.namespace("endpoint-removal")) {
            namespace.start(Workload.catalog("v1").replicas(2));
            namespace.start(Workload.client("client"));
            namespace.service("catalog", Map.of("app", "catalog"));
            Traffic.send(namespace, "client", "catalog", 20);
            var pod = namespace.pods("catalog").getFirst();
            var address = pod.getStatus().getPodIP();
            eventually(
                    "the caller's proxy knows " + address,
                    Duration.ofSeconds(5),
                    () -> configuration(namespace),
                    text -> text.contains(address));

            mesh.client().resource(pod).delete();

            eventually(
                    "the caller's proxy has " + address + " no more, or only as draining",
                    Duration.ofSeconds(2),
                    () -> configuration(namespace),
                    text -> !text.contains(address) || text.contains("DRAINING"));
        }
    }

    private static String configuration(TestNamespace namespace) {
        return namespace
                .run(
                        "client",
                        Duration.ofSeconds(10),
                        "curl",
                        "-sf",
                        "-m",
                        "5",
                        "http://127.0.0.1:15000/config")
                .text();
    }
}
