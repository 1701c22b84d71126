package dev.tulle.e2e.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.OnTheMesh;
import org.junit.jupiter.api.Test;

/// Callers wait as long as the policy says, and are told by whom they are answered then.
@OnTheMesh
class TimeoutsIT {
    @Test
    void endsARequestThatTakesTooLong(Mesh mesh) {
        try (var shop = Shop.open(mesh, "timeouts", 1)) {
            shop.fallIll(200, 3);
            assertThat(shop.ask(1)).as("no limit").allMatch(answer -> answer.startsWith("200 - "));

            shop.policy("{timeouts: {request: 500ms}, circuitBreaker: {maxEjectedPercent: 0}}");

            assertThat(shop.ask(2))
                    .allMatch(
                            answer -> answer.startsWith("504 request-timeout- timeouts/flaky:80"));
        }
    }

    @Test
    void triesAnotherPodWhenOneIsSlow(Mesh mesh) {
        try (var shop = Shop.open(mesh, "per-try", 2)) {
            shop.policy(
                    "{timeouts: {request: 5s, perTry: 300ms}, retries: {retryOn: [Timeout]},"
                            + " circuitBreaker: {maxEjectedPercent: 0}}");
            String slow = shop.fallIll(200, 3);

            assertThat(shop.ask(20))
                    .allMatch(answer -> answer.startsWith("200 - "))
                    .noneMatch(answer -> answer.contains(slow));
        }
    }
}
