package dev.tulle.operator.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.apiserver.ApiServer;
import dev.tulle.operator.compile.ResourceType;
import dev.tulle.operator.report.Replica;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Services that a pod never calls cost its proxy nothing, for it hears nothing of them; and
/// discovery little. `-Dtulle.services=5000` makes it a measurement, which it prints.
@ExtendWith(ApiServer.class)
class ForeignServicesApiTest {

    private static final String OWN = "foreign-own";
    private static final String FOREIGN = "foreign";
    private static final int SERVICES = Integer.getInteger("tulle.services", 200);
    private static final int WRITERS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /// Both roles of the process under test keep a view of their own.
    private static final int MOST_BYTES_EACH = 2 * 20 * 1024;

    private final KubernetesClient client;
    private final ControlPlaneUnderTest controlPlane;
    private final Pod caller;
    private final Service called;

    ForeignServicesApiTest(KubernetesClient client) throws Exception {
        this.client = client;
        namespace(OWN);
        namespace(FOREIGN);
        this.caller = pod();
        this.called = client.resource(service(OWN, "web").build()).serverSideApply();
        this.controlPlane =
                new ControlPlaneUnderTest(
                        client,
                        new Replica(OWN, "tulle-discovery-a", caller.getMetadata().getUid()));
    }

    @AfterEach
    void stop() {
        controlPlane.close();
        client.resources(Namespace.class).withName(FOREIGN).delete();
        client.pods().inNamespace(OWN).withGracePeriod(0).delete();
        client.services().inNamespace(OWN).delete();
    }

    @Test
    void areNotSentToAProxyThatDoesNotCallThem() throws Exception {
        controlPlane.start();
        try (FakeProxy proxy = controlPlane.proxy(OWN, "default", caller.getMetadata().getUid())) {
            proxy.start(called.getSpec().getClusterIP() + ":80");
            proxy.next(ResourceType.DESTINATION);
            proxy.awaitSilence(Duration.ofSeconds(2));
            Map<String, Map<String, String>> before = proxy.held();
            long heap = heap();

            create();

            proxy.expectSilence(Duration.ofSeconds(2));
            assertThat(proxy.held()).isEqualTo(before);
            long each = (heap() - heap) / SERVICES;
            System.out.printf(
                    "%d Services that nobody calls: %d bytes of heap each, two views%n",
                    SERVICES, each);
            assertThat(each).isLessThan(MOST_BYTES_EACH);
        }
    }

    private void create() {
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            for (int i = 0; i < SERVICES; i++) {
                String name = "service-" + i;
                String address = "10." + (1 + i / 65_536) + "." + i / 256 % 256 + "." + i % 256;
                writers.execute(() -> {
                    client.resource(headless(name)).create();
                    client.resource(slice(name, address)).create();
                });
            }
        }
        controlPlane.awaitServices(FOREIGN, SERVICES, PATIENCE);
    }

    private static long heap() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private void namespace(String name) {
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .build())
                .serverSideApply();
        client.resource(
                        new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withNamespace(name)
                                .withName("default")
                                .endMetadata()
                                .build())
                .serverSideApply();
    }

    private static ServiceBuilder service(String namespace, String name) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withName("http")
                .withPort(80)
                .endPort()
                .withSelector(Map.of("app", name))
                .endSpec();
    }

    /// The address range of an API server for tests is too small for addresses of their own.
    private static Service headless(String name) {
        return service(FOREIGN, name).editSpec().withClusterIP("None").endSpec().build();
    }

    private static EndpointSlice slice(String service, String address) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace(FOREIGN)
                .withName(service)
                .withLabels(Map.of("kubernetes.io/service-name", service))
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withName("http")
                .withPort(80)
                .withProtocol("TCP")
                .endPort()
                .addNewEndpoint()
                .withAddresses(address)
                .withNewConditions()
                .withReady(true)
                .endConditions()
                .endEndpoint()
                .build();
    }

    private Pod pod() {
        return client.resource(
                        new PodBuilder()
                                .withNewMetadata()
                                .withNamespace(OWN)
                                .withName("caller")
                                .withLabels(Map.of("mesh.tulle.dev/proxied", "true"))
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
    }
}
