package dev.tulle.e2e.resilience;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.OpenLoad;
import dev.tulle.e2e.harness.OpenLoad.Failure;
import dev.tulle.e2e.harness.Workload;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// When a pod dies without a word, only what was under way on it can fail, and what may be repeated
/// does not.
@OnTheMesh
class SigkillIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void onlyPostsUnderWayOnTheDeadPodFail(Mesh mesh) {
        try (var namespace = mesh.namespace("sigkill")) {
            namespace.service("server", Map.of("app", "server"));
            namespace.start(
                    Workload.application("server", "server.js")
                            .serving()
                            .replicas(3)
                            .sharingProcesses());
            var load = OpenLoad.start(namespace, "http://server/?ms=100", 1, 300);
            var victim = namespace.pods("server").getFirst().getMetadata().getName();

            // Every process of the pod, the proxy's too, but for the one that holds its namespaces.
            namespace.runIn(victim, "server", PATIENCE, "kill", "-9", "-1");
            eventually(
                    "the pod's containers have been started again",
                    PATIENCE,
                    () ->
                            mesh.client()
                                    .pods()
                                    .inNamespace("sigkill")
                                    .withName(victim)
                                    .require()
                                    .getStatus()
                                    .getContainerStatuses()
                                    .getFirst(),
                    status -> status.getRestartCount() == 1 && status.getReady());
            load.flows(300);
            var sum = load.end();

            System.out.println(sum.sent() + " requests, lost " + sum.failures());
            assertThat(sum.failures())
                    .as("about ten POSTs are under way on each pod")
                    .isNotEmpty()
                    .allMatch(failure -> failure.method().equals("POST"))
                    .allMatch(failure -> failure.failure().equals("503 reset"));
            assertThat(sum.failures().stream().mapToLong(Failure::start).max().orElseThrow())
                    .as("there is a moment at which all of them were under way")
                    .isLessThanOrEqualTo(
                            sum.failures().stream().mapToLong(Failure::end).min().orElseThrow());
        }
    }
}
