package dev.tulle.e2e.rotation;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.e2e.harness.AloneOnTheMesh;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.SteadyLoad;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Workload;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Certificates of the shortest life are renewed by time, under connections that are older than any
/// certificate.
@AloneOnTheMesh
@Tag("long")
class RenewalByTimeIT {
    private static final String ECHO =
            """
            import socketserver
            class Echo(socketserver.BaseRequestHandler):
                def handle(self):
                    while data := self.request.recv(100):
                        self.request.sendall(data)
            socketserver.ThreadingTCPServer.allow_reuse_address = True
            socketserver.ThreadingTCPServer(('', 7000), Echo).serve_forever()
            """;

    private static final List<String> APPS = List.of("catalog", "client", "echo");
    private static final String LIVES_10_MINUTES =
            "{\"spec\":{\"workload\":{\"lifetime\":\"10m\"}}}";
    private static final String LIVES_AS_USUAL = "{\"spec\":{\"workload\":{\"lifetime\":null}}}";

    /// 55 % of the life, the time of the volume, and some.
    private static final Duration RENEWED = Duration.ofMinutes(8);

    @AfterEach
    void usualLife(Mesh mesh) {
        lifetime(mesh, LIVES_AS_USUAL);
    }

    @Test
    void connectionsOutliveTheCertificatesTheyBeganWith(Mesh mesh) {
        try (var namespace = mesh.namespace("renewal-by-time")) {
            lifetime(mesh, LIVES_10_MINUTES);
            namespace.start(Workload.catalog("v1"));
            namespace.start(Workload.client("client"));
            namespace.start(Workload.python("echo", ECHO));
            namespace.service("catalog", Map.of("app", "catalog"));
            namespace.service("echo", Map.of("app", "echo"), Map.of(7000, 7000));
            var first = serials(namespace);
            var began = Instant.now();
            var load = SteadyLoad.start(namespace, "client", "catalog", 50, 8, "echo:7000");

            eventually(
                    "every proxy uses a certificate that time has renewed",
                    RENEWED,
                    () -> APPS.stream().filter(app -> uses(namespace, app, first)).toList(),
                    List::isEmpty);
            var renewedAfter = Duration.between(began, Instant.now());
            eventually(
                    "the first certificates have expired",
                    Duration.ofMinutes(6),
                    () -> Duration.between(began, Instant.now()),
                    since -> since.compareTo(Duration.ofMinutes(10)) > 0);
            var result = load.end();

            System.out.println("renewed in all proxies after " + renewedAfter + "; " + result);
            assertThat(result.failures()).as("of %s requests", result.requests()).isEmpty();
            assertThat(result.opened()).as("connections, each kept to the end").isEqualTo(8);
            assertThat(result.echoes()).as("answers over one stream").isGreaterThan(300);
            assertThat(APPS.stream().flatMap(app -> restarts(namespace, app)))
                    .as("restarts of proxies")
                    .containsOnly(0);
        }
    }

    private static Map<String, String> serials(TestNamespace namespace) {
        return APPS.stream()
                .collect(
                        java.util.stream.Collectors.toMap(
                                app -> app, app -> namespace.serial("tulle-id-" + app)));
    }

    private static boolean uses(TestNamespace namespace, String app, Map<String, String> serials) {
        return namespace.proxyPage(app, "15000/config").contains(String.valueOf(serials.get(app)));
    }

    private static Stream<Integer> restarts(TestNamespace namespace, String app) {
        return namespace.pods(app).stream()
                .flatMap(pod -> pod.getStatus().getInitContainerStatuses().stream())
                .map(status -> status.getRestartCount());
    }

    private static void lifetime(Mesh mesh, String patch) {
        mesh.client()
                .resources(CertificateAuthority.class)
                .withName("default")
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }
}
