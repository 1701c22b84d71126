package dev.tulle.operator.cluster;

import static dev.tulle.operator.cluster.MetaReader.labels;
import static dev.tulle.operator.cluster.MetaReader.list;
import static dev.tulle.operator.cluster.MetaReader.map;
import static dev.tulle.operator.cluster.MetaReader.meta;
import static dev.tulle.operator.cluster.MetaReader.text;

import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ServiceView;
import dev.tulle.operator.view.SliceView;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the view keeps of Services and EndpointSlices: TCP only.
final class ServiceReader {

    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private ServiceReader() {}

    static ServiceView service(Service service) {
        var spec = service.getSpec();
        List<String> ips =
                list(spec.getClusterIPs()).stream().filter(ip -> !ip.equals("None")).toList();
        List<ServiceView.Port> ports =
                list(spec.getPorts()).stream()
                        .filter(port -> isTcp(port.getProtocol()))
                        .map(ServiceReader::port)
                        .toList();
        return new ServiceView(
                meta(service),
                kind(text(spec.getType()), ips),
                ips,
                map(spec.getSelector()),
                ports,
                distribution(text(spec.getTrafficDistribution())));
    }

    /// PreferClose is the older word for the same zone; an unknown word prefers nothing.
    private static ServiceView.Distribution distribution(String word) {
        return switch (word) {
            case "PreferClose", "PreferSameZone" -> ServiceView.Distribution.SAME_ZONE;
            case "PreferSameNode" -> ServiceView.Distribution.SAME_NODE;
            default -> ServiceView.Distribution.NONE;
        };
    }

    static SliceView slice(EndpointSlice slice) {
        List<SliceView.Port> ports =
                list(slice.getPorts()).stream()
                        .filter(port -> isTcp(port.getProtocol()) && port.getPort() != null)
                        .map(port -> new SliceView.Port(text(port.getName()), port.getPort()))
                        .toList();
        List<SliceView.Endpoint> endpoints =
                text(slice.getAddressType()).equals("FQDN")
                        ? List.of()
                        : list(slice.getEndpoints()).stream()
                                .filter(endpoint -> !list(endpoint.getAddresses()).isEmpty())
                                .map(endpoint -> endpoint(slice, endpoint))
                                .toList();
        return new SliceView(
                meta(slice), labels(slice).getOrDefault(SERVICE_NAME, ""), ports, endpoints);
    }

    private static ServiceView.Kind kind(String type, List<String> ips) {
        if (type.equals("ExternalName")) {
            return ServiceView.Kind.EXTERNAL_NAME;
        }
        return ips.isEmpty() ? ServiceView.Kind.HEADLESS : ServiceView.Kind.CLUSTER_IP;
    }

    private static ServiceView.Port port(ServicePort port) {
        IntOrString target = port.getTargetPort();
        Object value = target == null ? null : target.getValue();
        return new ServiceView.Port(
                text(port.getName()),
                port.getPort(),
                value == null ? port.getPort().toString() : value.toString(),
                text(port.getAppProtocol()));
    }

    /// All addresses of an endpoint are the same pod; the API server asks to use the first.
    private static SliceView.Endpoint endpoint(EndpointSlice slice, Endpoint endpoint) {
        return new SliceView.Endpoint(
                endpoint.getAddresses().getFirst(),
                state(endpoint.getConditions()),
                pod(slice, endpoint.getTargetRef()),
                text(endpoint.getZone()),
                text(endpoint.getNodeName()));
    }

    /// Unset means ready; unset serving means the same as ready.
    private static SliceView.State state(@Nullable EndpointConditions conditions) {
        if (conditions == null || !Boolean.FALSE.equals(conditions.getReady())) {
            return SliceView.State.READY;
        }
        return Boolean.TRUE.equals(conditions.getServing())
                        && Boolean.TRUE.equals(conditions.getTerminating())
                ? SliceView.State.DRAINING
                : SliceView.State.UNREADY;
    }

    private static SliceView.@Nullable Pod pod(
            EndpointSlice slice, @Nullable ObjectReference target) {
        if (target == null || !text(target.getKind()).equals("Pod")) {
            return null;
        }
        String namespace = target.getNamespace();
        return new SliceView.Pod(
                ObjectName.of(
                        namespace == null ? text(slice.getMetadata().getNamespace()) : namespace,
                        text(target.getName())),
                text(target.getUid()));
    }

    private static boolean isTcp(@Nullable String protocol) {
        return protocol == null || protocol.equals("TCP");
    }
}
