package dev.tulle.e2e.rotation;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.Load;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.MeshExtension;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Workload;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A new certificate is taken up without a lost request and without a restart.
@ExtendWith(MeshExtension.class)
class RenewalIT {
    /// At most one certificate per identity in 10 s is issued: a young Secret takes that long.
    private static final Duration ISSUED_AGAIN = Duration.ofSeconds(20);

    private static final String SERIAL = "mesh.tulle.dev/serial";

    @Test
    void deletedSecretComesBackAndIsTakenUpUnderLoad(Mesh mesh) {
        try (var namespace = mesh.namespace("renewal")) {
            namespace.start(Workload.catalog("v1"));
            namespace.start(Workload.client("client"));
            namespace.service("catalog", Map.of("app", "catalog"));
            var secret =
                    mesh.client().secrets().inNamespace("renewal").withName("tulle-id-catalog");
            var before = secret.require().getMetadata().getAnnotations().get(SERIAL);
            var load =
                    Load.start(
                            namespace,
                            "client",
                            "http://catalog/items",
                            50,
                            4,
                            Duration.ofMinutes(2));

            secret.delete();
            var after =
                    eventually(
                                    "a new Secret tulle-id-catalog",
                                    ISSUED_AGAIN,
                                    secret::get,
                                    s ->
                                            s != null
                                                    && !Objects.equals(
                                                            before,
                                                            s.getMetadata()
                                                                    .getAnnotations()
                                                                    .get(SERIAL)))
                            .getMetadata()
                            .getAnnotations()
                            .get(SERIAL);
            eventually(
                    "the catalog's proxy uses serial " + after,
                    Duration.ofSeconds(115),
                    () -> config(namespace),
                    config -> config.contains(after));

            var result = load.result();
            assertThat(result.lost()).as("lost requests: %s", result.text()).isZero();
            assertThat(namespace.pods("catalog").getFirst().getStatus().getInitContainerStatuses())
                    .as("restarts of the proxy")
                    .allMatch(status -> status.getRestartCount() == 0);
        }
    }

    private static String config(TestNamespace namespace) {
        return namespace
                .run(
                        "catalog",
                        Duration.ofSeconds(20),
                        "python3",
                        "-c",
                        "import urllib.request;"
                            + " print(urllib.request.urlopen('http://127.0.0.1:15000/config').read().decode())")
                .text();
    }
}
