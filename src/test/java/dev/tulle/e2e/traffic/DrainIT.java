package dev.tulle.e2e.traffic;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.v1alpha1.MeshInstallSpec;
import dev.tulle.e2e.harness.AloneOnTheMesh;
import dev.tulle.e2e.harness.Application;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A stream that would go on for ever lives on where it is when its pod or its proxy ends, has a
/// deadline there, and ends as UNAVAILABLE; new calls of the same connection go elsewhere
/// meanwhile.
@AloneOnTheMesh
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DrainIT {
    private static final Application CLIENT = new Application("grpc-client.py");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int MESSAGES_PER_SECOND = 10;

    /// Of a proxy that is told to end.
    private static final int DRAIN_SECONDS = 3;

    /// Of the application that is told to end: a second of grace for callers, twelve for calls.
    private static final int APPLICATION_SECONDS = 13;

    /// How the stream went.
    record Stream(int asked, int received, String status, String details) {
        double seconds() {
            return (double) received / MESSAGES_PER_SECOND;
        }
    }

    /// How the calls beside it went.
    ///
    /// @param calls by pod: when the first and the last was, in seconds after the stream's end
    record Calls(Map<String, List<Double>> calls, List<String> failures) {}

    private final Mesh mesh;
    private final TestNamespace namespace;

    DrainIT(Mesh mesh) {
        this.mesh = mesh;
        namespace = mesh.namespace("drain");
    }

    @BeforeAll
    void startServers() {
        mesh.install(spec(new MeshInstallSpec.Proxy(null, null, DRAIN_SECONDS + "s")));
        namespace.service("server", Map.of("app", "server"), Map.of(9090, 9090));
        namespace.start(Workload.application("server", "grpc-server.py").serving().replicas(2));
        namespace.start(Workload.clients("client"));
    }

    @AfterAll
    void backToTheSuitesInstallation() {
        try (namespace) {
            mesh.install(spec(null));
        }
    }

    private static MeshInstallSpec spec(MeshInstallSpec.@Nullable Proxy proxy) {
        return new MeshInstallSpec(Mesh.VERSION, null, MeshInstallSpec.Profile.DEV, proxy, null);
    }

    @Test
    void podThatIsDeletedKeepsItsStreamUntilItsApplicationEnds() {
        var client = client("beside");
        var pod = begun();
        mesh.client().pods().inNamespace(namespace.name()).withName(pod).delete();

        var said = client.join();
        var stream = stream(said);
        var calls = namespace.json(Calls.class, said.getLast());
        System.out.println("pod deleted: " + said);
        assertThat(stream.seconds())
                .as("how long the stream lived on, in seconds: %s", stream)
                .isBetween(APPLICATION_SECONDS - 2.0, APPLICATION_SECONDS + 4.0);
        assertThat(stream.status()).as("%s", stream).isEqualTo("UNAVAILABLE");
        assertThat(calls.failures()).as("calls beside the stream").isEmpty();
        assertThat(calls.calls().keySet()).as("pods that were called").contains(pod);
        assertThat(requireNonNull(calls.calls().get(pod)).getLast())
                .as("last new call that went to the pod, seconds after the stream's end")
                .isLessThan(-APPLICATION_SECONDS + 4.0);
    }

    @Test
    void proxyThatEndsKeepsItsStreamUntilItsTimeout() {
        var client = client("stream");
        var pod = begun();
        namespace.runIn(pod, "tulle-proxy", PATIENCE, "sh", "-c", "kill -TERM 1").text();

        var stream = stream(client.join());
        System.out.println("proxy ended: " + stream);
        assertThat(stream.seconds())
                .as("how long the stream lived on, in seconds: %s", stream)
                .isBetween(DRAIN_SECONDS - 1.0, DRAIN_SECONDS + 4.0);
        assertThat(stream.status()).as("%s", stream).isEqualTo("UNAVAILABLE");
    }

    private CompletableFuture<List<String>> client(String mode) {
        namespace.run("client", PATIENCE, "rm", "-f", "/tmp/stream").text();
        return CompletableFuture.supplyAsync(() ->
                namespace
                        .execute("client", PATIENCE, CLIENT, "server:9090", mode, "60")
                        .text()
                        .lines()
                        .toList());
    }

    private Stream stream(List<String> said) {
        return namespace.json(Stream.class, said.getFirst());
    }

    /// The pod that serves the stream.
    private String begun() {
        return eventually(
                "the stream has begun",
                PATIENCE,
                () -> namespace.run("client", PATIENCE, "cat", "/tmp/stream").out(),
                text -> !text.isEmpty());
    }
}
