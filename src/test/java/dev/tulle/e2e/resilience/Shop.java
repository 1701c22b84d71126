package dev.tulle.e2e.resilience;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.e2e.harness.Eventually;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.Objects;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A client and a Service of flaky pods.
record Shop(Mesh mesh, TestNamespace namespace) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static Shop open(Mesh mesh, String name, int pods) {
        var namespace = mesh.namespace(name);
        namespace.start(Workload.python("flaky", FlakyApplication.SCRIPT).replicas(pods));
        namespace.start(Workload.client("client"));
        namespace.service("flaky", Map.of("app", "flaky"));
        var shop = new Shop(mesh, namespace);
        Eventually.eventually(
                "every pod answers",
                PATIENCE,
                () -> shop.ask(20),
                answers -> answers.stream().allMatch(answer -> answer.startsWith("200 ")));
        return shop;
    }

    /// Applies a policy about the Service's traffic and waits until every proxy has it.
    void policy(String traffic) {
        var applied =
                namespace.apply(
                        """
                        apiVersion: mesh.tulle.dev/v1alpha1
                        kind: MeshPolicy
                        metadata: {name: flaky}
                        spec:
                          targetRef: {kind: Service, name: flaky}
                          traffic: %s
                        """
                                .formatted(traffic));
        Objects.condition(
                mesh.client(), applied.getFirst(), ConditionType.PROGRAMMED, "True", PATIENCE);
    }

    /// Makes one pod answer with that status after that time; its name.
    String fallIll(int status, double seconds) {
        Pod pod = namespace.pods("flaky").getFirst();
        namespace
                .run(
                        "client",
                        PATIENCE,
                        "curl",
                        "-sf",
                        "http://%s:8080/ill?status=%d&seconds=%s"
                                .formatted(pod.getStatus().getPodIP(), status, seconds))
                .text();
        return pod.getMetadata().getName();
    }

    /// Asks so many times: status, the proxy's word or `-`, and the pod that answered.
    List<String> ask(int count) {
        return namespace
                .run(
                        "client",
                        PATIENCE,
                        "sh",
                        "-c",
                        "for i in $(seq %d); do ".formatted(count)
                                + "curl -s -o /tmp/b -w '%{http_code} %header{x-tulle-error}-'"
                                + " http://flaky/; echo \" $(head -c 60 /tmp/b)\"; done")
                .text()
                .lines()
                .toList();
    }

    @Override
    public void close() {
        namespace.close();
    }
}
