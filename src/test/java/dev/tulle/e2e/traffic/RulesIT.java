package dev.tulle.e2e.traffic;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.v1alpha1.TrafficSplit;
import dev.tulle.api.v1alpha1.TrafficSplitStatus.RuleShare;
import dev.tulle.e2e.harness.Eventually;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.Objects;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Rules of a TrafficSplit decide by what a request looks like, and say what they took.
@OnTheMesh
class RulesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String RULES =
            """
            apiVersion: mesh.tulle.dev/v1alpha1
            kind: TrafficSplit
            metadata: {name: catalog}
            spec:
              service: catalog
              backends: [{service: catalog-v1, weight: 1}]
              rules:
                - name: beta
                  matches:
                    - headers: [{name: x-beta, present: true}]
                    - cookies: [{name: channel, exact: beta}]
                    - query: [{name: channel, regex: "beta-[0-9]+"}]
                  backends: [{service: catalog-v2, weight: 1}]
                - name: moved
                  matches: [{path: {exact: /list}}]
                  redirect: {path: /items, status: 308}
                - name: closed
                  matches: [{path: {prefix: /internal}}]
                  respond: {status: 404, body: "there is no such page"}
                - name: second
                  matches: [{path: {prefix: /v2}, methods: [GET]}]
                  rewrite: {prefix: /}
                  responseHeaders: {set: [{name: cache-control, value: no-store}]}
                  backends: [{service: catalog-v2, weight: 1}]
            """;

    private static TestNamespace shop(Mesh mesh, String name) {
        var namespace = mesh.namespace(name);
        namespace.start(Workload.catalog("v1"));
        namespace.start(Workload.catalog("v2"));
        namespace.start(Workload.client("client"));
        namespace.service("catalog", Map.of("app", "catalog"));
        namespace.service("catalog-v1", Map.of("app", "catalog", "version", "v1"));
        namespace.service("catalog-v2", Map.of("app", "catalog", "version", "v2"));
        return namespace;
    }

    private static HasMetadata programmed(Mesh mesh, TestNamespace namespace, String yaml) {
        HasMetadata applied = namespace.apply(yaml).getFirst();
        Objects.condition(mesh.client(), applied, ConditionType.PROGRAMMED, "True", PATIENCE);
        return applied;
    }

    private static String curl(TestNamespace namespace, String path, String... more) {
        List<String> command = new ArrayList<>(List.of("curl", "-si", "-m", "10"));
        command.addAll(List.of(more));
        command.add("http://catalog" + path);
        return namespace.run("client", PATIENCE, command.toArray(String[]::new)).text();
    }

    @Test
    void sendRequestsWhereTheyBelong(Mesh mesh) {
        try (var namespace = shop(mesh, "rules")) {
            curl(namespace, "/items");
            programmed(mesh, namespace, RULES);

            assertThat(curl(namespace, "/items")).contains("\"version\": \"v1\"");
            assertThat(curl(namespace, "/items", "-H", "X-Beta: 1"))
                    .as("by header")
                    .contains("\"version\": \"v2\"");
            assertThat(curl(namespace, "/items", "-b", "a=b; channel=beta"))
                    .as("by cookie")
                    .contains("\"version\": \"v2\"");
            assertThat(curl(namespace, "/items?channel=beta-7"))
                    .as("by query")
                    .contains("\"version\": \"v2\"");
            assertThat(curl(namespace, "/list?q=1"))
                    .as("redirected")
                    .contains("HTTP/1.1 308 ", "location: /items?q=1\r\n");
            assertThat(curl(namespace, "/x/..%2finternal", "--path-as-is"))
                    .as("kept back by either reading of the path")
                    .contains("HTTP/1.1 404 ")
                    .endsWith("there is no such page")
                    .doesNotContain("x-tulle-error");
            assertThat(curl(namespace, "/v2/items"))
                    .as("rewritten")
                    .contains("\"version\": \"v2\"", "cache-control: no-store\r\n");
            assertThat(curl(namespace, "/v2/items", "-X", "POST"))
                    .as("another method")
                    .contains("HTTP/1.");
        }
    }

    @Test
    void sayWhatTheyTook(Mesh mesh) {
        try (var namespace = shop(mesh, "rules-seen")) {
            curl(namespace, "/items");
            HasMetadata split = programmed(mesh, namespace, RULES);

            for (int i = 0; i < 10; i++) {
                curl(namespace, "/items");
                curl(namespace, "/internal");
            }
            curl(namespace, "/items", "-H", "X-Beta: 1");

            List<RuleShare> seen =
                    eventually(
                            "shares of the rules",
                            PATIENCE,
                            () -> shares(mesh, split),
                            shares ->
                                    shares.stream()
                                            .anyMatch(share ->
                                                    share.name().equals("closed")
                                                            && share.observedPercent() != null
                                                            && share.observedPercent() > 30));
            assertThat(seen)
                    .extracting(RuleShare::name)
                    .containsExactlyInAnyOrder("beta", "moved", "closed", "second");
            assertThat(
                            namespace
                                    .proxyMetrics("client")
                                    .text()
                                    .lines()
                                    .filter(line ->
                                            line.startsWith("tulle_proxy_http_requests_total{")))
                    .as("label route")
                    .anyMatch(line -> line.contains("route=\"beta\""))
                    .anyMatch(line -> line.contains("route=\"closed\""));
        }
    }

    private static List<RuleShare> shares(Mesh mesh, HasMetadata split) {
        TrafficSplit now =
                mesh.client()
                        .resources(TrafficSplit.class)
                        .inNamespace(split.getMetadata().getNamespace())
                        .withName(split.getMetadata().getName())
                        .get();
        List<RuleShare> rules = now.getStatus() == null ? null : now.getStatus().rules();
        return rules == null ? List.of() : rules;
    }

    @Test
    void nameTheRuleThatIsWrong(Mesh mesh) {
        try (var namespace = shop(mesh, "rules-wrong")) {
            namespace.service("store", Map.of("app", "catalog"), Map.of(6379, 8080));
            HasMetadata missing =
                    namespace.apply(RULES.replaceFirst("catalog-v2", "catalog-v3")).getFirst();
            HasMetadata mismatch =
                    namespace
                            .apply(
                                    RULES.replace("name: catalog}", "name: store}")
                                            .replace("service: catalog\n", "service: store\n"))
                            .getFirst();

            // Services that were made a moment ago may be missing too at first.
            Eventually.eventually(
                    "the rule's backend that does not exist is named",
                    PATIENCE,
                    () ->
                            Objects.reason(
                                            mesh.client(),
                                            missing,
                                            ConditionType.RESOLVED_REFS,
                                            "BackendNotFound",
                                            PATIENCE)
                                    .message(),
                    message ->
                            message.contains("catalog-v3")
                                    && message.contains("spec.rules[0].backends"));
            assertThat(
                            Objects.reason(
                                            mesh.client(),
                                            mismatch,
                                            ConditionType.ACCEPTED,
                                            "ProtocolMismatch",
                                            PATIENCE)
                                    .message())
                    .contains("declared as TCP");
        }
    }
}
