package dev.tulle.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.view.ClusterObject;
import dev.tulle.operator.view.NodeView;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.ServiceView;
import dev.tulle.operator.view.SliceView;
import dev.tulle.operator.view.ViewEvent;
import dev.tulle.operator.view.ViewKind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadersTest {

    /// As the API server really writes them: lists that are missing or null.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: v1, kind: Namespace, metadata: {name: a, labels: null}}",
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {clusterIPs: null,"
                        + " ports: null}}",
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {type: ExternalName}}",
                "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: a},"
                        + " addressType: IPv4, endpoints: null, ports: null}",
                "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: a},"
                    + " endpoints: [{addresses: null}, {addresses: [10.0.0.1], conditions: null}],"
                    + " ports: [{port: null}]}",
                "{apiVersion: v1, kind: Pod, metadata: {name: a, ownerReferences: null}, spec:"
                        + " {initContainers: null, containers: null}, status: {podIPs: null,"
                        + " conditions: null, phase: Running}}",
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: c,"
                        + " ports: null, args: null, readinessProbe: {httpGet: {port: x}}}]}}",
                "{apiVersion: v1, kind: Node, metadata: {name: a}, spec: {podCIDRs: null}, status:"
                        + " {addresses: null}}",
                "{apiVersion: v1, kind: Node, metadata: {name: a}}",
                "{apiVersion: networking.k8s.io/v1, kind: ServiceCIDR, metadata: {name: a}, spec:"
                        + " {cidrs: null}}",
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {}, status:"
                        + " {}}",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: null, binaryData:"
                        + " null}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: null}"
            })
    void readWhatIsMissing(String yaml) {
        assertThat(read(yaml).name()).isEqualTo(ObjectName.clusterScoped("a"));
    }

    @Test
    void readsAServicesTcpPorts() {
        ServiceView service =
                (ServiceView)
                        read(
                                "{apiVersion: v1, kind: Service, metadata: {name: a, namespace: n},"
                                    + " spec: {clusterIPs: [None], selector: {app: a}, ports:"
                                    + " [{port: 53, protocol: UDP}, {name: x, port: 80, targetPort:"
                                    + " http}, {port: 81}, {port: 82, targetPort: 8082,"
                                    + " appProtocol: http}]}}");
        assertThat(service.kind()).isEqualTo(ServiceView.Kind.HEADLESS);
        assertThat(service.ports())
                .containsExactly(
                        new ServiceView.Port("x", 80, "http", ""),
                        new ServiceView.Port("", 81, "81", ""),
                        new ServiceView.Port("", 82, "8082", "http"));
    }

    @Test
    void readsWhatCanBeDoneWithAnEndpoint() {
        SliceView slice =
                (SliceView)
                        read(
                                "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata:"
                                    + " {name: a, namespace: n, labels:"
                                    + " {kubernetes.io/service-name: s}}, addressType: IPv4, ports:"
                                    + " [{name: x, port: 80}], endpoints: [{addresses: [10.0.0.1]},"
                                    + " {addresses: [10.0.0.2], conditions: {ready: false}},"
                                    + " {addresses: [10.0.0.3], conditions: {ready: false, serving:"
                                    + " true, terminating: true}}, {addresses: [10.0.0.4],"
                                    + " conditions: {ready: false, serving: false, terminating:"
                                    + " true}}]}");
        assertThat(slice.serviceName()).isEqualTo(ObjectName.of("n", "s"));
        assertThat(slice.endpoints())
                .extracting(SliceView.Endpoint::state)
                .containsExactly(
                        SliceView.State.READY,
                        SliceView.State.UNREADY,
                        SliceView.State.DRAINING,
                        SliceView.State.UNREADY);
    }

    @Test
    void readsTheDeploymentBehindAReplicaSet() {
        PodView pod =
                (PodView)
                        read(
                                "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: n,"
                                    + " labels: {pod-template-hash: 7d9f}, ownerReferences: [{kind:"
                                    + " ReplicaSet, name: web-7d9f, controller: true}]}, spec:"
                                    + " {containers: []}}");
        assertThat(pod.owner()).isEqualTo(new PodView.Owner("Deployment", "web"));
    }

    @Test
    void readsANodesAddressesWithoutItsNames() {
        NodeView node =
                (NodeView)
                        read(
                                "{apiVersion: v1, kind: Node, metadata: {name: a}, status:"
                                        + " {addresses: [{type: Hostname, address: n1}, {type:"
                                        + " InternalIP, address: 192.0.2.1}, {type: ExternalIP,"
                                        + " address: 198.51.100.1}]}}");
        assertThat(node.addresses()).containsExactly("192.0.2.1", "198.51.100.1");
    }

    @Test
    void keepWatchingWhenAnObjectCannotBeRead() {
        List<ViewEvent> events = new ArrayList<>();
        PruningStore<Pod> store = new PruningStore<>(failingFor("bad"), events::add);
        assertThat(store.put("n/bad", pod("bad"))).isNull();
        assertThat(store.put("n/good", pod("good"))).isNull();
        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        ViewEvent.Present.class,
                        present -> assertThat(present.object().name().name()).isEqualTo("good"));
        assertThat(store.keySet()).containsExactly("n/good");
    }

    private static Watched<Pod> failingFor(String name) {
        return new Watched<>(
                ViewKind.POD,
                "pods",
                Pod.class,
                Watched.Scope.ALL,
                Pod::new,
                pod -> {
                    if (pod.getMetadata().getName().equals(name)) {
                        throw new IllegalStateException("an object that nobody thought of");
                    }
                    return PodReader.pod(pod);
                });
    }

    private static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("n")
                .withName(name)
                .withLabels(Map.of())
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
    }

    private static ClusterObject read(String yaml) {
        return YamlObjects.one(yaml);
    }
}
