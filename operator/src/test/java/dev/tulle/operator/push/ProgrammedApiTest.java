package dev.tulle.operator.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.condition.Reason;
import dev.tulle.api.v1alpha1.TrafficSplit;
import dev.tulle.api.v1alpha1.TrafficSplitSpec;
import dev.tulle.api.v1alpha1.TrafficSplitStatus;
import dev.tulle.operator.apiserver.ApiServer;
import dev.tulle.operator.compile.ResourceType;
import dev.tulle.operator.report.Replica;
import dev.tulle.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// From an edit to a status that says it is live: API server, discovery, a proxy and the operator.
@ExtendWith(ApiServer.class)
class ProgrammedApiTest {

    private static final String NAMESPACE = "programmed";
    private static final int PATIENCE_SECONDS = 20;

    /// Long enough for the pacing of reports and of statuses to have all its bursts again.
    private static final Duration QUIET = Duration.ofSeconds(6);

    private static final Duration PROMISE = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final ControlPlaneUnderTest controlPlane;
    private final Service web;

    ProgrammedApiTest(KubernetesClient client) throws Exception {
        this.client = client;
        namespace();
        Pod replica = pod("tulle-discovery-a", Map.of());
        this.controlPlane =
                new ControlPlaneUnderTest(
                        client,
                        new Replica(
                                NAMESPACE, "tulle-discovery-a", replica.getMetadata().getUid()));
        this.web = service("web");
        service("web-canary");
    }

    @BeforeEach
    void start() throws Exception {
        controlPlane.start();
    }

    @AfterEach
    void stop() {
        controlPlane.close();
        client.resources(TrafficSplit.class).inNamespace(NAMESPACE).delete();
        client.pods().inNamespace(NAMESPACE).withGracePeriod(0).delete();
        client.services().inNamespace(NAMESPACE).delete();
        client.configMaps().inNamespace(NAMESPACE).delete();
    }

    @Test
    void saysNoProxiesWhileNobodyCallsTheService() {
        client.resource(split(90, 10)).serverSideApply();

        TrafficSplitStatus status = awaitStatus(isProgrammed(1));

        assertThat(condition(status, ConditionType.READY).reason())
                .isEqualTo(Reason.NO_PROXIES.word());
        assertThat(status.weights()).isEqualTo("web=90 web-canary=10");
        assertThat(condition(status, ConditionType.STALLED).status()).isEqualTo("False");
    }

    @Test
    void saysProgrammedWithinASecondOfAnEdit() throws Exception {
        client.resource(split(90, 10)).serverSideApply();
        try (FakeProxy proxy = meshedProxy("web-1")) {
            proxy.start(web.getSpec().getClusterIP() + ":80");
            proxy.next(ResourceType.DESTINATION);
            awaitStatus(hasReason(ConditionType.PROGRAMMED, Reason.PROGRAMMED, "1 of 1"));
            proxy.awaitSilence(QUIET);

            Duration took = edit(50, 50);

            assertThat(took).as("edit to Programmed").isLessThan(PROMISE);
        }
    }

    @Test
    void namesAProxyThatDoesNotAnswer() throws Exception {
        client.resource(split(90, 10)).serverSideApply();
        try (FakeProxy proxy = meshedProxy("web-1")) {
            proxy.start(web.getSpec().getClusterIP() + ":80");
            awaitStatus(hasReason(ConditionType.PROGRAMMED, Reason.PROGRAMMED, "1 of 1"));

            proxy.behave(FakeProxy.Manner.STALL);
            client.resource(split(80, 20)).serverSideApply();

            awaitStatus(
                    hasReason(
                            ConditionType.PROGRAMMED,
                            Reason.WAITING_FOR_PROXIES,
                            "0 of 1; waiting for programmed/web-1"));
        }
    }

    @Test
    void waitsForNoProxyWhosePodIsNotReady() throws Exception {
        client.resource(split(90, 10)).serverSideApply();
        try (FakeProxy proxy = meshedProxy("web-1")) {
            proxy.start(web.getSpec().getClusterIP() + ":80");
            awaitStatus(hasReason(ConditionType.PROGRAMMED, Reason.PROGRAMMED, "1 of 1"));
            proxy.behave(FakeProxy.Manner.STALL);
            client.resource(split(80, 20)).serverSideApply();
            awaitStatus(hasReason(ConditionType.PROGRAMMED, Reason.WAITING_FOR_PROXIES, "0 of 1"));

            ready(client.pods().inNamespace(NAMESPACE).withName("web-1").require(), "False");

            awaitStatus(isProgrammed(2));
        }
    }

    @Test
    void repeatsWhatARefusingProxySays() throws Exception {
        client.resource(split(90, 10)).serverSideApply();
        try (FakeProxy proxy = meshedProxy("web-1")) {
            proxy.behave(FakeProxy.Manner.REFUSE);

            proxy.start(web.getSpec().getClusterIP() + ":80");

            TrafficSplitStatus refused =
                    awaitStatus(hasReason(ConditionType.READY, Reason.PROXY_REJECTED, "too heavy"));
            assertThat(condition(refused, ConditionType.STALLED).status()).isEqualTo("True");
            assertThat(condition(refused, ConditionType.READY).message())
                    .contains("Pod programmed/web-1", "backends[0].weight: too heavy");
        }
    }

    @Test
    void countsReadyEndpointsOfEachBackend() {
        slice("web", "10.0.0.1", "10.0.0.2");
        client.resource(split(90, 10)).serverSideApply();

        TrafficSplitStatus status =
                awaitStatus(
                        hasReason(ConditionType.BACKENDS_READY, Reason.NO_ENDPOINTS, "web-canary"));

        assertThat(status.effective())
                .extracting(TrafficSplitStatus.Effective::readyEndpoints)
                .containsExactly(2, 0);
        assertThat(condition(status, ConditionType.READY).status()).isEqualTo("True");
    }

    private Duration edit(int stable, int canary) {
        long start = System.nanoTime();
        long generation =
                client.resource(split(stable, canary))
                        .serverSideApply()
                        .getMetadata()
                        .getGeneration();
        awaitStatus(isProgrammed(generation));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Predicate<TrafficSplitStatus> isProgrammed(long generation) {
        return status -> {
            MeshCondition found = Conditions.find(status.conditions(), ConditionType.PROGRAMMED);
            return found != null
                    && found.status().equals("True")
                    && Long.valueOf(generation).equals(found.observedGeneration());
        };
    }

    private static Predicate<TrafficSplitStatus> hasReason(
            ConditionType type, Reason reason, String part) {
        return status -> {
            MeshCondition found = Conditions.find(status.conditions(), type);
            return found != null
                    && found.reason().equals(reason.word())
                    && found.message().contains(part);
        };
    }

    private static MeshCondition condition(TrafficSplitStatus status, ConditionType type) {
        return Objects.requireNonNull(Conditions.find(status.conditions(), type), type.word());
    }

    private TrafficSplitStatus awaitStatus(Predicate<TrafficSplitStatus> wanted) {
        TrafficSplit found =
                client.resources(TrafficSplit.class)
                        .inNamespace(NAMESPACE)
                        .withName("web")
                        .waitUntilCondition(
                                split -> has(split, wanted), PATIENCE_SECONDS, TimeUnit.SECONDS);
        return found.getStatus();
    }

    private static boolean has(@Nullable TrafficSplit split, Predicate<TrafficSplitStatus> wanted) {
        return split != null && split.getStatus() != null && wanted.test(split.getStatus());
    }

    private static TrafficSplit split(int stable, int canary) {
        TrafficSplit split = new TrafficSplit();
        split.setMetadata(new ObjectMetaBuilder().withNamespace(NAMESPACE).withName("web").build());
        split.setSpec(
                new TrafficSplitSpec(
                        "web",
                        null,
                        List.of(
                                new TrafficSplitSpec.Backend("web", stable, null),
                                new TrafficSplitSpec.Backend("web-canary", canary, null)),
                        null));
        return split;
    }

    private FakeProxy meshedProxy(String name) throws Exception {
        Pod pod = pod(name, Map.of("mesh.tulle.dev/proxied", "true"));
        return controlPlane.proxy(NAMESPACE, "default", pod.getMetadata().getUid());
    }

    private void namespace() {
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(NAMESPACE)
                                .endMetadata()
                                .build())
                .serverSideApply();
        client.resource(
                        new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withNamespace(NAMESPACE)
                                .withName("default")
                                .endMetadata()
                                .build())
                .serverSideApply();
    }

    private Service service(String name) {
        return client.resource(
                        new ServiceBuilder()
                                .withNewMetadata()
                                .withNamespace(NAMESPACE)
                                .withName(name)
                                .endMetadata()
                                .withNewSpec()
                                .addNewPort()
                                .withName("http")
                                .withPort(80)
                                .endPort()
                                .withSelector(Map.of("app", name))
                                .endSpec()
                                .build())
                .serverSideApply();
    }

    private void slice(String service, String... addresses) {
        var slice =
                new EndpointSliceBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName(service)
                        .withLabels(Map.of("kubernetes.io/service-name", service))
                        .endMetadata()
                        .withAddressType("IPv4")
                        .addNewPort()
                        .withName("http")
                        .withPort(80)
                        .withProtocol("TCP")
                        .endPort();
        for (String address : addresses) {
            slice.addNewEndpoint()
                    .withAddresses(address)
                    .withNewConditions()
                    .withReady(true)
                    .endConditions()
                    .endEndpoint();
        }
        client.resource(slice.build()).serverSideApply();
    }

    private Pod pod(String name, Map<String, String> labels) {
        Pod made =
                client.resource(
                                new PodBuilder()
                                        .withNewMetadata()
                                        .withNamespace(NAMESPACE)
                                        .withName(name)
                                        .withLabels(labels)
                                        .endMetadata()
                                        .withNewSpec()
                                        .withServiceAccountName("default")
                                        .addNewContainer()
                                        .withName("app")
                                        .withImage("registry.invalid/app")
                                        .endContainer()
                                        .endSpec()
                                        .build())
                        .serverSideApply();
        return ready(made, "True");
    }

    /// What the kubelet would say.
    private Pod ready(Pod pod, String status) {
        return client.resource(pod)
                .editStatus(seen -> {
                    seen.setStatus(
                            new PodStatusBuilder()
                                    .withPhase("Running")
                                    .addNewCondition()
                                    .withType("Ready")
                                    .withStatus(status)
                                    .endCondition()
                                    .build());
                    return seen;
                });
    }
}
