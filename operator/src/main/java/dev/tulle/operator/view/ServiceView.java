package dev.tulle.operator.view;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A Service. The cluster IPs are empty for headless and ExternalName.
public record ServiceView(
        Meta meta,
        Kind kind,
        List<String> clusterIps,
        Map<String, String> selector,
        List<Port> ports,
        Distribution distribution)
        implements ClusterObject {

    public ServiceView {
        clusterIps = List.copyOf(clusterIps);
        selector = Map.copyOf(selector);
        ports = List.copyOf(ports);
    }

    /// A Service whose endpoints are all the same to callers.
    public ServiceView(
            Meta meta,
            Kind kind,
            List<String> clusterIps,
            Map<String, String> selector,
            List<Port> ports) {
        this(meta, kind, clusterIps, selector, ports, Distribution.NONE);
    }

    @Override
    public ServiceView withMeta(Meta other) {
        return new ServiceView(other, kind, clusterIps, selector, ports, distribution);
    }

    /// The TCP port of this number.
    public Optional<Port> port(int number) {
        return ports.stream().filter(p -> p.number() == number).findFirst();
    }

    /// Whether pods of this namespace with these labels are selected; without a selector none are.
    public boolean selects(String namespace, Map<String, String> labels) {
        return !selector.isEmpty()
                && namespace.equals(meta.namespace())
                && labels.entrySet().containsAll(selector.entrySet());
    }

    /// Which endpoints callers prefer, `spec.trafficDistribution`.
    public enum Distribution {
        NONE,
        SAME_ZONE,
        SAME_NODE
    }

    /// How callers reach a Service.
    public enum Kind {
        CLUSTER_IP,
        HEADLESS,
        EXTERNAL_NAME
    }

    /// A TCP port of the Service: the name (empty when there is only one), the target as written (a
    /// number or the name of a container port), the declared protocol (empty when none is).
    public record Port(String name, int number, String target, String appProtocol) {}
}
