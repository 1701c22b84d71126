package dev.tulle.e2e.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.MeshExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A pod that fails at once is quicker than all others, and still gets less than they.
@ExtendWith(MeshExtension.class)
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

            var answers =
                    shop.namespace()
                            .run(
                                    "client",
                                    Duration.ofMinutes(1),
                                    "curl",
                                    "-s",
                                    "-o",
                                    "/dev/null",
                                    "-w",
                                    "%{http_code}\n",
                                    "http://flaky/[1-" + REQUESTS + "]")
                            .text()
                            .lines()
                            .toList();

            var failed = answers.stream().filter("503"::equals).count();
            System.out.println("of " + REQUESTS + " requests " + failed + " to the pod that fails");
            assertThat(answers).hasSize(REQUESTS).containsOnly("200", "503");
            assertThat(failed).as("a fair share is %s", REQUESTS / 3).isLessThan(REQUESTS / 20);
        }
    }
}
