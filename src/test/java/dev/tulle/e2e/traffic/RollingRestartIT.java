package dev.tulle.e2e.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.Load;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.MeshExtension;
import dev.tulle.e2e.harness.Workload;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A rolling restart of what is called loses no request.
@ExtendWith(MeshExtension.class)
class RollingRestartIT {
    @Test
    void threePodsRestartUnderLoadWithoutALostRequest(Mesh mesh) {
        try (var namespace = mesh.namespace("rolling")) {
            namespace.start(Workload.catalog("v1").replicas(3));
            namespace.start(Workload.client("client"));
            namespace.service("catalog", Map.of("app", "catalog"));
            var load =
                    Load.start(
                            namespace,
                            "client",
                            "http://catalog/items",
                            300,
                            16,
                            Duration.ofSeconds(40));

            namespace.restart("catalog-v1");
            namespace.rolledOut("catalog-v1");

            var result = load.result();
            assertThat(result.requests()).as("requests").isEqualTo(300 * 40);
            assertThat(result.lost())
                    .as(
                            "lost requests: %s%s",
                            result.text(), namespace.proxyMetrics("client").with("code=\"5"))
                    .isZero();
        }
    }
}
