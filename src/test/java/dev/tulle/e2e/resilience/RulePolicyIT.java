package dev.tulle.e2e.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.Objects;
import dev.tulle.e2e.harness.OnTheMesh;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a rule takes may wait for another time than the rest of the calls.
@OnTheMesh
class RulePolicyIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String SPLIT =
            """
            apiVersion: mesh.tulle.dev/v1alpha1
            kind: TrafficSplit
            metadata: {name: flaky}
            spec:
              service: flaky
              backends: [{service: flaky, weight: 1}]
              rules: [{name: reports, matches: [{path: {prefix: /reports}}]}]
            """;

    private static final String POLICY =
            """
            apiVersion: mesh.tulle.dev/v1alpha1
            kind: MeshPolicy
            metadata: {name: flaky-reports}
            spec:
              targetRef: {kind: TrafficSplit, name: flaky, rule: %s}
              traffic: {timeouts: {request: 10s}, retries: {attempts: 0}}
            """;

    private static String status(Shop shop, String path) {
        return shop.namespace()
                .run(
                        "client",
                        PATIENCE,
                        "curl",
                        "-s",
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code} %header{x-tulle-error}",
                        "http://flaky" + path)
                .text();
    }

    @Test
    void waitsLongerForARuleThanForTheRest(Mesh mesh) {
        try (var shop = Shop.open(mesh, "rule-policy", 1)) {
            shop.namespace().apply(SPLIT);
            shop.policy("{timeouts: {request: 500ms}, circuitBreaker: {maxEjectedPercent: 0}}");
            var rule = shop.namespace().apply(POLICY.formatted("reports")).getFirst();
            Objects.condition(mesh.client(), rule, ConditionType.PROGRAMMED, "True", PATIENCE);
            shop.fallIll(200, 2);

            assertThat(status(shop, "/reports/1")).isEqualTo("200 ");
            assertThat(status(shop, "/")).isEqualTo("504 request-timeout");
        }
    }

    @Test
    void saysThatTheRuleIsNotThere(Mesh mesh) {
        try (var shop = Shop.open(mesh, "rule-missing", 1)) {
            shop.namespace().apply(SPLIT);

            var policy = shop.namespace().apply(POLICY.formatted("gone")).getFirst();

            assertThat(
                            Objects.condition(
                                            mesh.client(),
                                            policy,
                                            ConditionType.RESOLVED_REFS,
                                            "False",
                                            PATIENCE)
                                    .message())
                    .isEqualTo(
                            "TrafficSplit rule-missing/flaky has no rule 'gone': correct"
                                    + " spec.targetRef.rule");
        }
    }
}
