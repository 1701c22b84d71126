package dev.tulle.e2e.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.v1alpha1.ProxyCounts;
import dev.tulle.api.v1alpha1.TrafficSplit;
import dev.tulle.e2e.harness.AloneOnTheMesh;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.Traffic;
import dev.tulle.e2e.harness.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// An edit says when it is live, soon.
@AloneOnTheMesh
class ProgrammedIT {
    @Test
    void editsAreProgrammedWithinASecond(Mesh mesh) {
        try (var namespace = mesh.namespace("programmed")) {
            namespace.start(Workload.catalog("v1"));
            namespace.start(Workload.catalog("v2"));
            namespace.start(Workload.client("client"));
            namespace.service("catalog", Map.of("app", "catalog"));
            namespace.service("catalog-v1", Map.of("app", "catalog", "version", "v1"));
            namespace.service("catalog-v2", Map.of("app", "catalog", "version", "v2"));
            namespace.split("catalog", Map.of("catalog-v1", 1, "catalog-v2", 1));
            Traffic.send(namespace, "client", "catalog", 10);

            var times = new ArrayList<Long>();
            for (int weight = 2; weight < 8; weight++) {
                var start = System.nanoTime();
                namespace.split("catalog", Map.of("catalog-v1", 1, "catalog-v2", weight));
                times.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
                mesh.quiet(Duration.ofSeconds(3));
            }
            var waits = new ArrayList<Long>();
            for (int weight = 12; weight < 17; weight++) {
                var start = System.nanoTime();
                namespace.applySplit("catalog", Map.of("catalog-v1", 1, "catalog-v2", weight));
                mesh.kubectl(
                        "--namespace=programmed",
                        "wait",
                        "--for=condition=Programmed",
                        "trafficsplit/catalog",
                        "--timeout=10s");
                waits.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
                assertThat(namespace.proxyPage("client", "15000/config"))
                        .as("what the proxy has when kubectl wait returns")
                        .contains("\"programmed/catalog-v2:80\":" + weight);
                mesh.quiet(Duration.ofSeconds(3));
            }
            var status =
                    mesh.client()
                            .resources(TrafficSplit.class)
                            .inNamespace("programmed")
                            .withName("catalog")
                            .require()
                            .getStatus();

            System.out.println("edit to Programmed, ms: " + times + "; by kubectl wait: " + waits);
            assertThat(status.proxies())
                    .as("proxies that hold the split: the client's alone")
                    .isEqualTo(new ProxyCounts(1, 1, 0, 0));
            assertThat(median(times)).as("median of %s ms", times).isLessThanOrEqualTo(1000);
            assertThat(median(waits))
                    .as("median of %s ms, the start of kubectl included", waits)
                    .isLessThanOrEqualTo(1000);
        }
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
