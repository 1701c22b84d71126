package dev.tulle.e2e.traffic;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.AloneOnTheMesh;
import dev.tulle.e2e.harness.Application;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// MariaDB, PostgreSQL, Redis and SMTP, each asked by its own client, on their own ports and on
/// others that the proxy has to find out about.
@AloneOnTheMesh
class ServerFirstIT {
    private static final Application CLIENTS = new Application("database-clients.py");
    private static final int COUNT = 5;
    private static final int LIMIT_MILLIS = 300;

    private static final List<String> SMALL =
            List.of(
                    "mariadb:3306",
                    "mariadb:3307",
                    "postgres:5432",
                    "postgres:5433",
                    "redis:6379",
                    "redis:6380",
                    "smtp:25",
                    "smtp:2525");
    private static final List<String> BIG =
            List.of("mariadb-10MB:3307", "postgres-10MB:5433", "redis-10MB:6380");

    /// Milliseconds of each, and what failed.
    record Asked(Map<String, List<Integer>> times, List<String> failures) {}

    @Test
    void eachAnswersItsOwnClientWithin300Milliseconds(Mesh mesh) {
        try (var namespace = mesh.namespace("databases")) {
            namespace.service(
                    "databases",
                    Map.of("app", "databases"),
                    Map.of(
                            3306, 3306, 3307, 3307, 5432, 5432, 5433, 5432, 6379, 6379, 6380, 6379,
                            25, 25, 2525, 2525));
            namespace.start(Workload.application("databases", "databases.py"));
            namespace.start(Workload.clients("client"));
            eventually(
                    "every server answers",
                    Duration.ofSeconds(60),
                    () -> asked(namespace, 1, SMALL),
                    asked -> asked.failures().isEmpty());

            var small = asked(namespace, COUNT, SMALL);
            var big = asked(namespace, 1, BIG);

            System.out.println("ms with the client's own start: " + small.times() + big.times());
            assertThat(small.failures()).isEmpty();
            assertThat(big.failures()).isEmpty();
            assertThat(small.times())
                    .allSatisfy((what, times) ->
                            assertThat(times.stream().sorted().toList().get(COUNT / 2))
                                    .as("median of ms, %s: %s", what, times)
                                    .isLessThan(LIMIT_MILLIS));
            var inbound = "tulle_proxy_detect_total{direction=\"inbound\"";
            var metrics = namespace.proxyMetrics("databases");
            assertThat(metrics.sum(inbound + ",result=\"mesh-tls\""))
                    .as("connections with mutual TLS, of %s", metrics.with(inbound))
                    .isPositive()
                    .isEqualTo(metrics.sum(inbound));
        }
    }

    private static Asked asked(TestNamespace namespace, int count, List<String> what) {
        return namespace.told(
                Asked.class,
                "client",
                Duration.ofSeconds(60),
                CLIENTS,
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.of("databases", Integer.toString(count)),
                                what.stream())
                        .toArray(String[]::new));
    }
}
