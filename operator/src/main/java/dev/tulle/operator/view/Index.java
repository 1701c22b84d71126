package dev.tulle.operator.view;

import java.util.List;
import java.util.stream.Stream;

/// Ways to find objects other than by name. An object stands in an index under each of its values.
public enum Index {
    /// Cluster IP, in its canonical spelling, to Service.
    SERVICE_BY_ADDRESS,
    /// Pod IP, in its canonical spelling, to the meshed pod that has it now.
    POD_BY_ADDRESS,
    /// Namespace to its Services.
    SERVICES_BY_NAMESPACE,
    /// `namespace/service` to its EndpointSlices.
    SLICES_BY_SERVICE,
    /// Uid of a pod, meshed or not, to the EndpointSlices that name it.
    SLICES_BY_POD,
    /// `namespace/service` to the TrafficSplits of this Service.
    SPLITS_BY_ROOT,
    /// `namespace/service` to the TrafficSplits that send traffic to it.
    SPLITS_BY_BACKEND,
    /// `namespace/service` to the MeshPolicies that target it.
    POLICIES_BY_SERVICE,
    /// Namespace to its MeshPolicies.
    POLICIES_BY_NAMESPACE,
    /// Namespace to its meshed pods.
    PODS_BY_NAMESPACE,
    /// Uid to the meshed pod.
    POD_BY_UID,
    /// Uid of a meshed pod that is gone while some EndpointSlice still names it.
    DEPARTED_PODS,
    /// `namespace/account` to the meshed pods that run as it.
    PODS_BY_ACCOUNT,
    /// Node to its meshed pods.
    PODS_BY_NODE,
    /// Ranges of cluster IPs that the cluster names.
    SERVICE_CIDR,
    /// Ranges of pod IPs that nodes name.
    NODE_CIDR,
    /// Networks around cluster IPs.
    SERVICE_NETWORK,
    /// Networks around the addresses of meshed pods.
    POD_NETWORK,
    /// Ranges whose addresses belong to the cluster, made of the four above; it has values only.
    MESH_RANGE;

    /// Where an object stands in this index.
    List<String> valuesOf(ClusterObject object) {
        return switch (this) {
            case SERVICE_BY_ADDRESS ->
                    object instanceof ServiceView service
                            ? canonical(service.clusterIps())
                            : List.of();
            case SERVICES_BY_NAMESPACE ->
                    object instanceof ServiceView ? List.of(object.meta().namespace()) : List.of();
            case POD_BY_UID -> object instanceof PodView ? List.of(object.meta().uid()) : List.of();
            case POD_BY_ADDRESS ->
                    object instanceof PodView pod ? canonical(addresses(pod)) : List.of();
            case SLICES_BY_SERVICE ->
                    object instanceof SliceView slice ? names(slice, slice.service()) : List.of();
            case SLICES_BY_POD -> object instanceof SliceView slice ? pods(slice) : List.of();
            case DEPARTED_PODS, MESH_RANGE -> List.of();
            case SPLITS_BY_ROOT ->
                    object instanceof SplitView split
                            ? names(split, split.spec().service())
                            : List.of();
            case SPLITS_BY_BACKEND ->
                    object instanceof SplitView split ? backends(split) : List.of();
            case POLICIES_BY_SERVICE ->
                    object instanceof PolicyView policy ? services(policy) : List.of();
            case POLICIES_BY_NAMESPACE ->
                    object instanceof PolicyView policy
                            ? List.of(policy.meta().namespace())
                            : List.of();
            case PODS_BY_NAMESPACE ->
                    object instanceof PodView pod ? List.of(pod.meta().namespace()) : List.of();
            case PODS_BY_ACCOUNT ->
                    object instanceof PodView pod ? names(pod, pod.serviceAccount()) : List.of();
            case PODS_BY_NODE ->
                    object instanceof PodView pod && !pod.node().isEmpty()
                            ? List.of(pod.node())
                            : List.of();
            case SERVICE_CIDR ->
                    object instanceof ServiceCidrView range ? range.cidrs() : List.of();
            case NODE_CIDR -> object instanceof NodeView node ? node.podCidrs() : List.of();
            case SERVICE_NETWORK ->
                    object instanceof ServiceView service
                            ? networks(service.clusterIps())
                            : List.of();
            case POD_NETWORK ->
                    object instanceof PodView pod ? networks(addresses(pod)) : List.of();
        };
    }

    private static List<String> names(ClusterObject object, String name) {
        return List.of(ObjectName.of(object.meta().namespace(), name).toString());
    }

    private static List<String> pods(SliceView slice) {
        return slice.endpoints().stream()
                .flatMap(endpoint -> Stream.ofNullable(endpoint.pod()))
                .map(SliceView.Pod::uid)
                .distinct()
                .toList();
    }

    private static List<String> backends(SplitView split) {
        return split.services().stream()
                .flatMap(service -> names(split, service).stream())
                .toList();
    }

    private static List<String> services(PolicyView policy) {
        var target = policy.spec().targetRef();
        String name = target.name();
        return switch (target.kind()) {
            case SERVICE -> name == null ? List.of() : names(policy, name);
            case NAMESPACE, WORKLOAD, TRAFFIC_SPLIT -> List.of();
        };
    }

    /// A finished pod keeps its address in status while another pod may have it already.
    private static List<String> addresses(PodView pod) {
        return pod.isAlive() ? pod.addresses() : List.of();
    }

    private static List<String> canonical(List<String> addresses) {
        return addresses.stream().map(Network::canonicalAddress).toList();
    }

    private static List<String> networks(List<String> addresses) {
        return addresses.stream()
                .map(Network::around)
                .flatMap(
                        found -> found.map(Network::toString).map(Stream::of).orElseGet(Stream::of))
                .distinct()
                .toList();
    }
}
