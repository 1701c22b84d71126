package dev.tulle.e2e.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.OnTheMesh;
import org.junit.jupiter.api.Test;

/// A pod that is unavailable is not seen by callers, unless a policy says otherwise.
@OnTheMesh
class RetriesIT {
    @Test
    void hidesAPodThatIsUnavailable(Mesh mesh) {
        try (var shop = Shop.open(mesh, "retries", 2)) {
            // By default a pod that fails gets hardly any calls.
            shop.policy(
                    "{loadBalancing: {algorithm: RoundRobin},"
                            + " circuitBreaker: {maxEjectedPercent: 0}}");
            String ill = shop.fallIll(503, 0);

            assertThat(shop.ask(40))
                    .as("two retries are built in")
                    .allMatch(answer -> answer.startsWith("200 "))
                    .noneMatch(answer -> answer.contains(ill));

            shop.policy(
                    "{retries: {attempts: 0}, loadBalancing: {algorithm: RoundRobin},"
                            + " circuitBreaker: {maxEjectedPercent: 0}}");
            assertThat(shop.ask(40))
                    .as("no retries: the application's own answer, without a proxy's word")
                    .anyMatch(answer -> answer.startsWith("503 - ") && answer.contains(ill));
        }
    }
}
