package dev.tulle.e2e.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.OnTheMesh;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The kubelet's probes work in Strict, whatever their kind, and a TCP probe of a port where
/// nothing listens fails.
@OnTheMesh
class ProbesIT {
    @Test
    void httpTcpAndExecProbesPassInStrict(Mesh mesh) {
        try (var namespace = mesh.namespace("probes")) {
            namespace.apply(
                    """
                    apiVersion: mesh.tulle.dev/v1alpha1
                    kind: MeshPolicy
                    metadata: {name: strict}
                    spec: {targetRef: {kind: Namespace}, mtls: {mode: Strict}}
                    """);
            namespace.apply(deployment("probed", "8080", namespace.mesh().cluster().registry()));

            namespace.rolledOut("probed");

            var pod = namespace.pods("probed").getFirst();
            mesh.quiet(Duration.ofSeconds(5));
            assertThat(namespace.pods("probed").getFirst().getStatus().getContainerStatuses())
                    .as(
                            "containers of %s after five more seconds of probes",
                            pod.getMetadata().getName())
                    .allMatch(status -> status.getReady() && status.getRestartCount() == 0);
        }
    }

    @Test
    void tcpProbeOfAClosedPortKeepsThePodUnready(Mesh mesh) {
        try (var namespace = mesh.namespace("probes-closed")) {
            namespace.apply(deployment("closed", "9", namespace.mesh().cluster().registry()));

            var running =
                    dev.tulle.e2e.harness.Eventually.eventually(
                            "the container runs",
                            Duration.ofSeconds(60),
                            () -> namespace.pods("closed"),
                            pods ->
                                    !pods.isEmpty()
                                            && pods
                                                    .getFirst()
                                                    .getStatus()
                                                    .getContainerStatuses()
                                                    .stream()
                                                    .anyMatch(s ->
                                                            Boolean.TRUE.equals(s.getStarted())));
            mesh.quiet(Duration.ofSeconds(5));

            assertThat(running).hasSize(1);
            assertThat(namespace.pods("closed").getFirst().getStatus().getContainerStatuses())
                    .as("nothing listens on port 9")
                    .noneMatch(status -> status.getReady());
        }
    }

    private static String deployment(String name, String tcpPort, String registry) {
        return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s}
        spec:
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec:
              terminationGracePeriodSeconds: 2
              containers:
                - name: %1$s
                  image: %3$s/tulle-sample-shop:0.1.0
                  args: [catalog]
                  ports: [{containerPort: 8080, name: http}]
                  startupProbe: {httpGet: {path: /healthz, port: http}, periodSeconds: 1}
                  livenessProbe: {exec: {command: ["true"]}, periodSeconds: 1}
                  readinessProbe: {tcpSocket: {port: %2$s}, periodSeconds: 1}
        """
                .formatted(name, tcpPort, registry);
    }
}
