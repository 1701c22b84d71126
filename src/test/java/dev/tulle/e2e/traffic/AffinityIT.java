package dev.tulle.e2e.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.e2e.harness.Eventually;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.Objects;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A client stays on the version and the pod that answered its first request, whichever proxy it
/// comes through and whatever key signed its cookie.
@OnTheMesh
class AffinityIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String KEYS = "tulle-affinity-keys";
    private static final Pattern COOKIE =
            Pattern.compile("set-cookie: (shop=[A-Za-z0-9_-]{32}); Path=/; HttpOnly; SameSite=Lax");
    private static final Pattern POD = Pattern.compile("\"pod\": \"([^\"]+)\"");

    /// An answer: the pod that gave it, and the cookie that it set, if any.
    private record Visit(String pod, String version, String cookie) {}

    private static TestNamespace shop(Mesh mesh, String name) {
        var namespace = mesh.namespace(name);
        namespace.start(Workload.catalog("v1").replicas(2));
        namespace.start(Workload.catalog("v2").replicas(2));
        namespace.start(Workload.client("one"));
        namespace.start(Workload.client("two"));
        namespace.service("catalog", Map.of("app", "catalog"));
        namespace.service("catalog-v1", Map.of("app", "catalog", "version", "v1"));
        namespace.service("catalog-v2", Map.of("app", "catalog", "version", "v2"));
        return namespace;
    }

    private static void split(Mesh mesh, TestNamespace namespace, int first, int second) {
        HasMetadata applied =
                namespace
                        .apply(
                                """
                                apiVersion: mesh.tulle.dev/v1alpha1
                                kind: TrafficSplit
                                metadata: {name: catalog}
                                spec:
                                  service: catalog
                                  backends: [{service: catalog-v1, weight: %d}, {service: catalog-v2, weight: %d}]
                                  sessionAffinity: {cookie: {name: shop}}
                                """
                                        .formatted(first, second))
                        .getFirst();
        Objects.condition(mesh.client(), applied, ConditionType.PROGRAMMED, "True", PATIENCE);
    }

    private static Visit visit(TestNamespace namespace, String client, String cookie) {
        List<String> curl = new ArrayList<>(List.of("curl", "-si", "-m", "10"));
        if (!cookie.isEmpty()) {
            curl.addAll(List.of("-b", "a=b; " + cookie));
        }
        curl.add("http://catalog/items");
        String answer = namespace.run(client, PATIENCE, curl.toArray(String[]::new)).text();
        Matcher pod = POD.matcher(answer);
        assertThat(pod.find()).as(answer).isTrue();
        Matcher set = COOKIE.matcher(answer);
        return new Visit(
                pod.group(1),
                answer.contains("\"version\": \"v1\"") ? "v1" : "v2",
                set.find() ? set.group(1) : "");
    }

    private static void stays(TestNamespace namespace, String pod, String cookie) {
        for (String client : List.of("one", "two", "one", "two", "one")) {
            assertThat(visit(namespace, client, cookie))
                    .as("through the proxy of %s", client)
                    .isEqualTo(new Visit(pod, pod.contains("-v1-") ? "v1" : "v2", ""));
        }
    }

    @Test
    void staysWhereItWas(Mesh mesh) {
        try (var namespace = shop(mesh, "affinity")) {
            visit(namespace, "one", "");
            visit(namespace, "two", "");
            split(mesh, namespace, 1, 1);

            Visit first = visit(namespace, "one", "");
            assertThat(first.cookie()).as("the cookie of a new client").isNotEmpty();
            stays(namespace, first.pod(), first.cookie());
            assertThat(visit(namespace, "two", first.cookie().replaceFirst(".$", "!")).cookie())
                    .as("a forged one")
                    .isNotEmpty();

            mesh.client()
                    .pods()
                    .inNamespace(namespace.name())
                    .withName(first.pod())
                    .withGracePeriod(0)
                    .delete();
            Visit moved =
                    Eventually.eventually(
                            "another pod of the same version",
                            PATIENCE,
                            () -> visit(namespace, "two", first.cookie()),
                            visit -> !visit.pod().equals(first.pod()));
            assertThat(moved.version()).isEqualTo(first.version());
            assertThat(moved.cookie()).isNotEmpty().isNotEqualTo(first.cookie());
            stays(namespace, moved.pod(), moved.cookie());

            boolean wasFirst = moved.version().equals("v1");
            split(mesh, namespace, wasFirst ? 0 : 1, wasFirst ? 1 : 0);
            Visit away = visit(namespace, "one", moved.cookie());
            assertThat(away.version()).as("weight 0").isNotEqualTo(moved.version());
            stays(namespace, away.pod(), away.cookie());
        }
    }

    @Test
    void staysWhileKeysChange(Mesh mesh) {
        try (var namespace = shop(mesh, "affinity-keys")) {
            split(mesh, namespace, 1, 1);
            Visit first = visit(namespace, "one", "");
            Map<String, String> keys = turn(mesh, Duration.ofDays(30));
            stays(namespace, first.pod(), first.cookie());

            turn(mesh, Duration.ofDays(1));

            Visit signedAnew =
                    Eventually.eventually(
                            "a cookie by the new key",
                            PATIENCE,
                            () -> visit(namespace, "one", first.cookie()),
                            visit -> !visit.cookie().isEmpty());
            assertThat(signedAnew.pod()).isEqualTo(first.pod());
            assertThat(signedAnew.cookie()).isNotEqualTo(first.cookie());
            stays(namespace, first.pod(), signedAnew.cookie());
            assertThat(namespace.proxyPage("one", "15000/config"))
                    .as("no key in /config")
                    .contains("\"affinity\":\"cookie shop\"")
                    .doesNotContain(keys.values());
        }
    }

    /// Makes the last step of the keys look as old as that, and waits for the next one; its data.
    private static Map<String, String> turn(Mesh mesh, Duration age) {
        var secret = mesh.client().secrets().inNamespace(Mesh.SYSTEM).withName(KEYS);
        Map<String, String> before = secret.require().getData();
        secret.edit(stored -> {
            stored.getMetadata()
                    .getAnnotations()
                    .put(
                            "mesh.tulle.dev/affinity-since",
                            Instant.now().minus(age).minusSeconds(60).toString());
            return stored;
        });
        Secret after =
                Eventually.eventually(
                        "the next step of the keys",
                        PATIENCE,
                        secret::require,
                        stored -> !stored.getData().equals(before));
        return after.getData();
    }
}
