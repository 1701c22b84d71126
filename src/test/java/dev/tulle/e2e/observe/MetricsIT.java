package dev.tulle.e2e.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Traffic;
import dev.tulle.e2e.harness.Workload;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Proxies count what they carry, and Prometheus can read it.
@OnTheMesh
class MetricsIT {
    @Test
    void requestsAreCountedOnBothSides(Mesh mesh) {
        try (var namespace = mesh.namespace("metrics")) {
            namespace.start(Workload.catalog("v1"));
            namespace.start(Workload.client("client"));
            namespace.service("catalog", Map.of("app", "catalog"));

            Traffic.send(namespace, "client", "catalog", 50);

            var outbound = metrics(namespace, "client");
            assertThat(outbound)
                    .as("the client's proxy")
                    .contains("tulle_proxy_http_requests_total{")
                    .contains("direction=\"outbound\"")
                    .contains("tulle_proxy_discovery_connected 1")
                    .contains("tulle_proxy_aot_cache 1")
                    .contains("tulle_proxy_identity_not_after_timestamp_seconds");
            var inbound = metrics(namespace, "catalog");
            assertThat(inbound).as("the catalog's proxy").contains("direction=\"inbound\"");
        }
    }

    private static String metrics(TestNamespace namespace, String app) {
        return namespace
                .run(
                        app,
                        Duration.ofSeconds(20),
                        "python3",
                        "-c",
                        "import urllib.request;"
                            + " print(urllib.request.urlopen('http://127.0.0.1:15020/metrics').read().decode())")
                .text();
    }
}
