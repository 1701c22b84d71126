package dev.tulle.e2e.traffic;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.Application;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// gRPC of another implementation (C core, by Python): all kinds of calls, one connection spread
/// over all pods, streams that end well when their pod goes.
@OnTheMesh
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcIT {
    private static final Application CLIENT = new Application("grpc-client.py");
    private static final String TARGET = "server:9090";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// What the client's file says.
    record Calls(int total, List<String> failures, Map<String, Integer> recent) {}

    /// How one stream went.
    record Stream(int asked, int received, String status, Map<String, String> trailers) {}

    private final TestNamespace namespace;

    GrpcIT(Mesh mesh) {
        namespace = mesh.namespace("grpc");
    }

    @BeforeAll
    void startServerAndClient() {
        namespace.service("server", Map.of("app", "server"), Map.of(9090, 9090));
        namespace.start(Workload.application("server", "grpc-server.py").serving().replicas(2));
        namespace.start(Workload.clients("client"));
    }

    @AfterAll
    void removeNamespace() {
        namespace.close();
    }

    @Test
    void everyKindOfCallComesBackWithItsTrailers() {
        Map<?, ?> seen = namespace.told(Map.class, "client", PATIENCE, CLIENT, TARGET, "kinds");

        var pod = of(seen, "unary", 0);
        assertThat((String) pod).startsWith("server-");
        assertThat(of(seen, "unary", 1)).isEqualTo(Map.of("x-pod", pod, "x-proof-bin", "00ff"));
        assertThat(of(seen, "failure", 0)).isEqualTo("FAILED_PRECONDITION");
        assertThat(of(seen, "failure", 1)).isEqualTo("as asked: é");
        assertThat(((Map<?, ?>) of(seen, "failure", 2)).get("x-proof-bin"))
                .as("trailers of a failure")
                .isEqualTo("00ff");
        assertThat(of(seen, "listing", 0)).isEqualTo(50);
        assertThat(of(seen, "collect", 0)).isEqualTo("2000000");
        assertThat(of(seen, "chat", 0))
                .isEqualTo(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
        assertThat(seen.get("deadline")).isEqualTo(List.of("DEADLINE_EXCEEDED"));
        assertThat(namespace.proxyMetrics("client").with("grpc_code=\"9\""))
                .as("the status that the application chose, in metrics")
                .contains("direction=\"outbound\"", "protocol=\"http2\"", "tls=\"mesh\"");
    }

    private static Object of(Map<?, ?> seen, String kind, int part) {
        return ((List<?>) requireNonNull(seen.get(kind), kind)).get(part);
    }

    @Test
    void oneConnectionSpreadsOverSixPodsAndLosesNoCall() {
        var calls =
                CompletableFuture.supplyAsync(() ->
                        namespace.execute(
                                "client",
                                Duration.ofMinutes(3),
                                CLIENT,
                                TARGET,
                                "calls",
                                "/tmp/calls"));
        eventually("both pods are called", PATIENCE, this::calls, now -> now.recent().size() == 2);

        namespace.scale("server", 6);
        var began = System.nanoTime();
        var even =
                eventually(
                        "every one of six pods has its share, give or take a half",
                        Duration.ofSeconds(30),
                        this::calls,
                        now -> now.recent().size() == 6 && even(now.recent()));
        System.out.printf(
                "six pods share %s, %d ms after the last was ready%n",
                even.recent(), Duration.ofNanos(System.nanoTime() - began).toMillis());

        namespace.run("client", PATIENCE, "touch", "/tmp/calls.stop").text();
        calls.join().text();
        assertThat(calls().failures()).as("of %s calls", calls().total()).isEmpty();
    }

    private static boolean even(Map<String, Integer> counts) {
        var mean = counts.values().stream().mapToInt(Integer::intValue).average().orElseThrow();
        return counts.values().stream()
                .allMatch(count -> count >= mean / 2 && count <= mean * 3 / 2);
    }

    private Calls calls() {
        return namespace.json(
                Calls.class, namespace.run("client", PATIENCE, "cat", "/tmp/calls").out());
    }

    @Test
    void streamUnderWayEndsWellWhenItsPodGoes() {
        var stream =
                CompletableFuture.supplyAsync(() ->
                        namespace.told(
                                Stream.class, "client", PATIENCE, CLIENT, TARGET, "stream", "6"));
        var pod =
                eventually(
                        "the stream has begun",
                        PATIENCE,
                        () -> namespace.run("client", PATIENCE, "cat", "/tmp/stream").out(),
                        said -> !said.isEmpty());
        namespace.mesh().client().pods().inNamespace(namespace.name()).withName(pod).delete();

        var ended = stream.join();
        assertThat(ended.status()).isEqualTo("OK");
        assertThat(ended.received()).as("messages").isEqualTo(ended.asked());
        assertThat(ended.trailers().get("x-pod")).isEqualTo(pod);
    }
}
