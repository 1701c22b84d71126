package dev.tulle.e2e.traffic;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.AloneOnTheMesh;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.OpenLoad;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Workload;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// 500 requests a second, half of them POSTs, flow while everything under them is replaced; none is
/// lost. Between the tests the load goes on. The loop is open: a machine that stands still gets at
/// most 100 requests at once from each caller, and what was due meanwhile follows.
@AloneOnTheMesh
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ZeroLossIT {
    private static final int RATE = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(115);

    private final TestNamespace namespace;
    private OpenLoad load;
    private int lostBefore;

    ZeroLossIT(Mesh mesh) {
        namespace = mesh.namespace("zero-loss");
    }

    @BeforeAll
    void startTheLoad() {
        namespace.service("server", Map.of("app", "server"));
        namespace.start(Workload.application("server", "server.js").serving().replicas(3));
        load = OpenLoad.start(namespace, "http://server/", 2, RATE);
    }

    @AfterEach
    void noRequestIsLost() {
        load.flows(RATE);
        var sum = load.sum();
        var before = lostBefore;
        lostBefore = sum.failures().size();
        assertThat(sum.failures())
                .as("lost so far of %s requests; %s", sum.answered(), errors())
                .hasSize(before);
    }

    @AfterAll
    void endTheLoad() {
        try (namespace) {
            var sum = load.end();
            System.out.println(
                    "%d requests of %d callers, %d lost"
                            .formatted(sum.sent(), sum.callers(), sum.failures().size()));
            assertThat(sum.answered()).as("answers").isEqualTo(sum.sent());
            assertThat(sum.failures()).isEmpty();
        }
    }

    private String errors() {
        return namespace.proxyMetrics(OpenLoad.CALLERS).with("code=\"5");
    }

    @Test
    void whileDiscoveryAndServersAreReplaced(Mesh mesh) {
        mesh.killDiscovery();
        namespace.restart("server");
        namespace.rolledOut("server");
    }

    @Test
    void whileCallersAreReplaced() {
        namespace.restart(OpenLoad.CALLERS);
        namespace.rolledOut(OpenLoad.CALLERS);
    }

    @Test
    void whileServersAreAddedAndTakenAway() {
        namespace.scale("server", 5);
        namespace.scale("server", 2);
        namespace.scale("server", 3);
    }

    @Test
    void whileAServerFlaps() {
        for (int i = 0; i < 2; i++) {
            ready("no");
            eventually("a pod is not ready", PATIENCE, this::readyServers, count -> count == 2);
            ready("yes");
            eventually("all are ready", PATIENCE, this::readyServers, count -> count == 3);
        }
    }

    /// Up and down again: the chart, the number in the MeshInstall, then the workloads one by one,
    /// so that proxies of both versions call each other. Who restarts workloads is the user.
    @Test
    @Tag("long")
    void whileProxiesAreReplacedByThoseOfAnotherVersion(Mesh mesh) {
        try {
            proxiesOf(mesh, Mesh.NEXT_VERSION);
        } finally {
            proxiesOf(mesh, Mesh.VERSION);
        }
    }

    private void proxiesOf(Mesh mesh, String version) {
        mesh.changeTo(version);
        for (var app : new String[] {"server", OpenLoad.CALLERS}) {
            namespace.restart(app);
            namespace.rolledOut(app);
            assertThat(namespace.pods(app))
                    .as("pods of %s", app)
                    .allSatisfy(pod ->
                            assertThat(pod.getMetadata().getLabels())
                                    .containsEntry("mesh.tulle.dev/proxy-version", version));
            load.flows(2 * RATE);
        }
    }

    private void ready(String word) {
        namespace
                .run("server", PATIENCE, "curl", "-sf", "-d", "", "127.0.0.1:8080/ready/" + word)
                .text();
    }

    private long readyServers() {
        return namespace
                .mesh()
                .client()
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(namespace.name())
                .withLabel("kubernetes.io/service-name", "server")
                .list()
                .getItems()
                .stream()
                .flatMap(slice -> slice.getEndpoints().stream())
                .filter(endpoint -> Boolean.TRUE.equals(endpoint.getConditions().getReady()))
                .count();
    }

    @Test
    @Tag("long")
    void whileCertificatesAreRenewed() {
        for (var app : new String[] {"server", OpenLoad.CALLERS}) {
            var renewed = namespace.mesh().renew(namespace.name(), "tulle-id-" + app);
            eventually(
                    "the proxy of " + app + " uses serial " + renewed,
                    PATIENCE,
                    () -> namespace.proxyPage(app, "15000/config"),
                    config -> config.contains(renewed));
        }
    }
}
