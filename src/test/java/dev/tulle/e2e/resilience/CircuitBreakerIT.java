package dev.tulle.e2e.resilience;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.OnTheMesh;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A pod that fails is left alone, probed, and called again when it is well.
@OnTheMesh
class CircuitBreakerIT {
    private static final String POLICY =
            """
            {retries: {attempts: 0}, loadBalancing: {algorithm: RoundRobin, slowStart: 0s},
             circuitBreaker: {consecutiveFailures: 3, minSuccessPercent: 0, ejectionTime: 12s}}\
            """;

    @Test
    void leavesAFailingPodAloneAndFindsItWell(Mesh mesh) {
        try (var shop = Shop.open(mesh, "breaker", 2)) {
            shop.policy(POLICY.replace("\n", ""));
            String ill = shop.fallIll(500, 0);

            List<String> first = shop.ask(20);
            List<String> then = shop.ask(20);
            shop.fallIll(200, 0);
            eventually(
                    "the pod is called again",
                    Duration.ofSeconds(30),
                    () -> shop.ask(10),
                    answers -> answers.stream().anyMatch(answer -> answer.contains(ill)));

            assertThat(first.stream().filter(answer -> answer.startsWith("500 - ")))
                    .as("until it is ejected")
                    .hasSizeBetween(3, 6);
            assertThat(then).as("ejected").allMatch(answer -> answer.startsWith("200 "));
        }
    }

    @Test
    void saysThatALimitIsReached(Mesh mesh) {
        try (var shop = Shop.open(mesh, "limits", 1)) {
            shop.policy("{circuitBreaker: {maxRequests: 1, maxEjectedPercent: 0}}");
            shop.fallIll(200, 2);

            String both =
                    shop.namespace()
                            .run(
                                    "client",
                                    Duration.ofSeconds(30),
                                    "sh",
                                    "-c",
                                    "curl -s -o /dev/null http://flaky/ & sleep 0.5;"
                                            + " curl -s -i http://flaky/; wait")
                            .text();

            assertThat(both)
                    .startsWith("HTTP/1.1 503")
                    .contains("x-tulle-error: request-overflow")
                    .contains("traffic.circuitBreaker");
        }
    }
}
