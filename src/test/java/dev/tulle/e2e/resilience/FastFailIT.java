package dev.tulle.e2e.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.OnTheMesh;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A pod that fails at once is quicker than all others, and still gets less than they.
@OnTheMesh
class FastFailIT {
    private static final int REQUESTS = 300;

    @Test
    void podThatFailsFastDoesNotAttractLoad(Mesh mesh) {
        try (var shop = Shop.open(mesh, "fast-fail", 3)) {
            // Neither breaker nor retries: what is left is what the balancer makes of failures.
            shop.policy(
                    "{retries: {attempts: 0}, loadBalancing: {algorithm: PeakEwma, slowStart: 0s},"
                            + " circuitBreaker: {maxEjectedPercent: 0}}");
            shop.fallIll(503, 0);

            var pod = shop.namespace().pods("flaky").getFirst().getStatus().getPodIP();
            assertThat(codes(shop, "http://%s:8080/".formatted(pod)))
                    .as("asked itself, the pod fails")
                    .containsExactly("503");

            var answers = codes(shop, "http://flaky/[1-" + REQUESTS + "]");

            var failed = answers.stream().filter("503"::equals).count();
            System.out.println("of " + REQUESTS + " requests " + failed + " to the pod that fails");
            assertThat(answers).hasSize(REQUESTS).isSubsetOf("200", "503");
            assertThat(failed).as("a fair share is %s", REQUESTS / 3).isLessThan(REQUESTS / 20);
        }
    }

    private static List<String> codes(Shop shop, String urls) {
        return shop.namespace()
                .run(
                        "client",
                        Duration.ofMinutes(1),
                        "curl",
                        "-s",
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code}\n",
                        urls)
                .text()
                .lines()
                .toList();
    }
}
