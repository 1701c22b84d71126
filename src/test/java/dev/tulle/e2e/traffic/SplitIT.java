package dev.tulle.e2e.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.Traffic;
import dev.tulle.e2e.harness.Workload;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Weights hold on real traffic, and every edit of them says when it is live.
@OnTheMesh
class SplitIT {
    @Test
    void weightsHoldWithinTwoAndAHalfPoints(Mesh mesh) {
        try (var namespace = mesh.namespace("split")) {
            namespace.start(Workload.catalog("v1"));
            namespace.start(Workload.catalog("v2"));
            namespace.start(Workload.client("client"));
            namespace.service("catalog", Map.of("app", "catalog"));
            namespace.service("catalog-v1", Map.of("app", "catalog", "version", "v1"));
            namespace.service("catalog-v2", Map.of("app", "catalog", "version", "v2"));

            namespace.split("catalog", Map.of("catalog-v1", 90, "catalog-v2", 10));
            var ninetyTen = Traffic.send(namespace, "client", "catalog", 1500);
            namespace.split("catalog", Map.of("catalog-v1", 50, "catalog-v2", 50));
            var even = Traffic.send(namespace, "client", "catalog", 1500);
            namespace.split("catalog", Map.of("catalog-v1", 0, "catalog-v2", 100));
            var onlyTwo = Traffic.send(namespace, "client", "catalog", 300);

            assertThat(ninetyTen.failed()).as("answers %s", ninetyTen.answers()).isZero();
            assertThat(ninetyTen.percent("v2"))
                    .as("share of v2 at 90/10")
                    .isCloseTo(10, within(2.5));
            assertThat(even.failed()).as("answers %s", even.answers()).isZero();
            assertThat(even.percent("v2")).as("share of v2 at 50/50").isCloseTo(50, within(4.0));
            assertThat(onlyTwo.versions()).as("weight 0 gets nothing").containsOnlyKeys("v2");
            assertThat(ninetyTen.callers())
                    .as("identity that the catalog saw")
                    .containsOnlyKeys("spiffe://cluster.local/ns/split/sa/client");
        }
    }
}
