package dev.tulle.e2e.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.OnTheMesh;
import dev.tulle.e2e.harness.TestNamespace;
import dev.tulle.e2e.harness.Workload;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which pods get a proxy, where the decision is written, and that the application starts after the
/// proxy.
@OnTheMesh
class InjectionIT {
    private static final String DECISION = "mesh.tulle.dev/injection";

    @Test
    void proxyStartsBeforeTheApplicationAndTheDecisionStandsOnThePod(Mesh mesh) {
        try (var namespace = mesh.namespace("injection")) {
            namespace.start(Workload.catalog("v1"));
            namespace.start(Workload.client("plain").plain());

            var meshed = namespace.pods("catalog").getFirst();
            var plain = namespace.pods("plain").getFirst();

            assertThat(meshed.getMetadata().getAnnotations()).containsEntry(DECISION, "Injected");
            assertThat(meshed.getSpec().getInitContainers())
                    .extracting(c -> c.getName())
                    .startsWith("tulle-init", "tulle-proxy");
            assertThat(startOf(meshed, "catalog"))
                    .as("start of the application, after the proxy's")
                    .isAfterOrEqualTo(startOf(meshed, "tulle-proxy"));
            assertThat(plain.getSpec().getInitContainers()).isEmpty();
        }
    }

    @Test
    void podWithAPortOfTheProxyIsRefusedWithASentence(Mesh mesh) {
        try (var namespace = mesh.namespace("injection-refused")) {
            assertThatThrownBy(() -> namespace.apply(pod(namespace, 15006, 1000L)))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("15006");
            assertThatThrownBy(() -> namespace.apply(pod(namespace, 8080, 2337L)))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("2337");
        }
    }

    @Test
    void labelOnThePodIsEnoughInAnUnlabelledNamespace(Mesh mesh) {
        try (var namespace = mesh.namespace("injection-by-pod", Map.of())) {
            var asked = pod(namespace, 8080, 1000L);
            asked.getMetadata().setLabels(Map.of("mesh.tulle.dev/inject", "enabled"));

            var made = namespace.apply(asked);

            assertThat(made.getMetadata().getAnnotations()).containsEntry(DECISION, "Injected");
        }
    }

    private static Pod pod(TestNamespace namespace, int port, long user) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("single")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage(namespace.mesh().cluster().registry() + "/tulle-test-tools:local")
                .withArgs("sleep", "infinity")
                .addNewPort()
                .withContainerPort(port)
                .endPort()
                .withNewSecurityContext()
                .withRunAsUser(user)
                .endSecurityContext()
                .endContainer()
                .endSpec()
                .build();
    }

    private static Instant startOf(Pod pod, String container) {
        var status = pod.getStatus();
        return java.util.stream.Stream.concat(
                        status.getInitContainerStatuses().stream(),
                        status.getContainerStatuses().stream())
                .filter(s -> s.getName().equals(container))
                .map(s -> s.getState().getRunning())
                .map(ContainerStateRunning::getStartedAt)
                .map(Instant::parse)
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError(
                                container + " does not run in " + pod.getMetadata().getName()));
    }
}
