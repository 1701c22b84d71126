package dev.tulle.e2e.rotation;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.SteadyLoad;
import dev.tulle.e2e.harness.Workload;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A new certificate is taken up without a lost request and without a restart.
@OnTheMesh
class RenewalIT {
    @Test
    void deletedSecretComesBackAndIsTakenUpUnderLoad(Mesh mesh) {
        try (var namespace = mesh.namespace("renewal")) {
            namespace.start(Workload.catalog("v1"));
            namespace.start(Workload.client("client"));
            namespace.service("catalog", Map.of("app", "catalog"));
            var load = SteadyLoad.start(namespace, "client", "catalog", 50, 4, "-");

            var renewed = mesh.renew(namespace.name(), "tulle-id-catalog");
            eventually(
                    "the catalog's proxy uses serial " + renewed,
                    Duration.ofSeconds(115),
                    () -> namespace.proxyPage("catalog", "15000/config"),
                    config -> config.contains(renewed));

            var result = load.end();
            assertThat(result.failures()).as("of %s requests", result.requests()).isEmpty();
            assertThat(result.opened()).as("connections, each kept to the end").isEqualTo(4);
            assertThat(namespace.pods("catalog").getFirst().getStatus().getInitContainerStatuses())
                    .as("restarts of the proxy")
                    .allMatch(status -> status.getRestartCount() == 0);
        }
    }
}
