package dev.tulle.operator.view;

import dev.tulle.api.v1alpha1.MeshInstallSpec;
import dev.tulle.api.v1alpha1.MeshPolicySpec;
import dev.tulle.api.v1alpha1.Mtls;
import dev.tulle.api.v1alpha1.MtlsMode;
import dev.tulle.api.v1alpha1.SessionAffinity;
import dev.tulle.api.v1alpha1.Traffic;
import dev.tulle.api.v1alpha1.TrafficRule;
import dev.tulle.api.v1alpha1.TrafficSplitSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A cluster that a test puts objects into, all in namespace `shop`. What is put first is the
/// oldest.
public final class FakeCluster {

    public static final String NAMESPACE = "shop";

    private ClusterView view = ClusterView.empty();
    private int clock;

    public ClusterView view() {
        return view;
    }

    public ViewChange put(ClusterObject object) {
        return apply(new ViewEvent.Present(object));
    }

    public ViewChange remove(ViewKind kind, String name) {
        return apply(new ViewEvent.Gone(kind, ObjectName.of(NAMESPACE, name)));
    }

    /// A Service with a cluster IP that selects `app=<name>`; each port leads to itself.
    public ServiceView service(String name, int... ports) {
        return serviceAt(
                name, List.of("10.96.0." + (1 + Math.floorMod(name.hashCode(), 250))), ports);
    }

    public ServiceView headless(String name, int... ports) {
        return serviceAt(name, List.of(), ports);
    }

    public SplitView split(String name, String root, TrafficSplitSpec.Backend... backends) {
        return split(name, root, null, backends);
    }

    public SplitView split(
            String name,
            String root,
            @Nullable Integer port,
            TrafficSplitSpec.Backend... backends) {
        SplitView split =
                new SplitView(
                        meta(name), new TrafficSplitSpec(root, port, List.of(backends), null));
        put(split);
        return split;
    }

    /// A split of a Service that keeps what no rule takes.
    public SplitView rules(String root, @Nullable Integer port, TrafficRule... rules) {
        TrafficSplitSpec spec =
                new TrafficSplitSpec(root, port, List.of(backend(root, 1)), List.of(rules));
        SplitView split = new SplitView(meta(root), spec);
        put(split);
        return split;
    }

    /// A split of a Service with itself whose clients stay by a header.
    public SplitView sticky(String root, @Nullable Integer port, String header) {
        TrafficSplitSpec spec =
                new TrafficSplitSpec(
                        root,
                        port,
                        List.of(backend(root, 1)),
                        null,
                        new SessionAffinity(null, header));
        SplitView split = new SplitView(meta(root), spec);
        put(split);
        return split;
    }

    public static TrafficSplitSpec.Backend backend(String service, int weight) {
        return new TrafficSplitSpec.Backend(service, weight, null);
    }

    public static TrafficSplitSpec.Backend backend(String service, int weight, int port) {
        return new TrafficSplitSpec.Backend(service, weight, port);
    }

    public PolicyView namespacePolicy(String name, MtlsMode mode) {
        return policy(name, MeshPolicySpec.TargetKind.NAMESPACE, null, null, null, mode);
    }

    public PolicyView servicePolicy(
            String name, String service, @Nullable Integer port, MtlsMode mode) {
        return policy(name, MeshPolicySpec.TargetKind.SERVICE, service, null, port, mode);
    }

    public PolicyView workloadPolicy(
            String name, Map<String, String> labels, @Nullable Integer port, MtlsMode mode) {
        return policy(
                name,
                MeshPolicySpec.TargetKind.WORKLOAD,
                null,
                new MeshPolicySpec.Selector(labels),
                port,
                mode);
    }

    /// A policy about the traffic to its namespace.
    public PolicyView namespaceTraffic(String name, Traffic traffic) {
        return traffic(
                name,
                new MeshPolicySpec.TargetRef(MeshPolicySpec.TargetKind.NAMESPACE, null, null, null),
                traffic);
    }

    public PolicyView serviceTraffic(
            String name, String service, @Nullable Integer port, Traffic traffic) {
        return traffic(
                name,
                new MeshPolicySpec.TargetRef(
                        MeshPolicySpec.TargetKind.SERVICE, service, null, port),
                traffic);
    }

    /// A policy about a TrafficSplit, or about a rule of it.
    public PolicyView splitTraffic(
            String name, String split, @Nullable String rule, Traffic traffic) {
        return traffic(
                name,
                new MeshPolicySpec.TargetRef(
                        MeshPolicySpec.TargetKind.TRAFFIC_SPLIT, split, null, null, rule),
                traffic);
    }

    private PolicyView traffic(String name, MeshPolicySpec.TargetRef target, Traffic traffic) {
        PolicyView policy = new PolicyView(meta(name), new MeshPolicySpec(target, null, traffic));
        put(policy);
        return policy;
    }

    public InstallView install(@Nullable MtlsMode mode, Integer... opaque) {
        InstallView install =
                new InstallView(
                        new Meta(
                                ObjectName.clusterScoped("default"),
                                "install",
                                1,
                                "1",
                                now(),
                                null),
                        new MeshInstallSpec(
                                "0.1.0",
                                null,
                                null,
                                new MeshInstallSpec.Proxy(
                                        null,
                                        new MeshInstallSpec.Ports(
                                                Arrays.asList(opaque), null, null)),
                                mode == null
                                        ? null
                                        : new MeshInstallSpec.Defaults(new Mtls(mode), null)));
        put(install);
        return install;
    }

    /// A meshed pod, ready, whose label `app` is the first part of its name.
    public PodView pod(String name, String address, int... ports) {
        PodView pod =
                new PodView(
                        meta(name),
                        Map.of("app", name.substring(0, name.lastIndexOf('-'))),
                        new PodView.Owner("", ""),
                        "default",
                        "n1",
                        List.of(address),
                        PodView.Phase.READY,
                        "0.1.0",
                        Arrays.stream(ports)
                                .mapToObj(port -> new PodView.ContainerPort("p" + port, port))
                                .toList(),
                        List.of(),
                        List.of());
        put(pod);
        return pod;
    }

    /// One slice of a Service with an endpoint per address, none of them a pod.
    public SliceView slice(String service, SliceView.State state, String... addresses) {
        ServiceView of =
                view.find(ServiceView.class, ObjectName.of(NAMESPACE, service)).orElseThrow();
        SliceView slice =
                new SliceView(
                        meta(service + "-slice"),
                        service,
                        of.ports().stream()
                                .map(port -> new SliceView.Port(port.name(), port.number()))
                                .toList(),
                        Arrays.stream(addresses)
                                .map(address -> new SliceView.Endpoint(address, state, null))
                                .toList());
        put(slice);
        return slice;
    }

    private PolicyView policy(
            String name,
            MeshPolicySpec.TargetKind kind,
            @Nullable String target,
            MeshPolicySpec.@Nullable Selector selector,
            @Nullable Integer port,
            MtlsMode mode) {
        PolicyView policy =
                new PolicyView(
                        meta(name),
                        new MeshPolicySpec(
                                new MeshPolicySpec.TargetRef(kind, target, selector, port),
                                new Mtls(mode),
                                null));
        put(policy);
        return policy;
    }

    private ServiceView serviceAt(String name, List<String> ips, int... ports) {
        ServiceView service =
                new ServiceView(
                        meta(name),
                        ips.isEmpty() ? ServiceView.Kind.HEADLESS : ServiceView.Kind.CLUSTER_IP,
                        ips,
                        Map.of("app", name),
                        Arrays.stream(ports)
                                .mapToObj(port ->
                                        new ServiceView.Port(
                                                "p" + port, port, String.valueOf(port), ""))
                                .toList());
        put(service);
        return service;
    }

    private Meta meta(String name) {
        return new Meta(ObjectName.of(NAMESPACE, name), name + "-uid", 1, "1", now(), null);
    }

    private Instant now() {
        return Instant.EPOCH.plusSeconds(clock++);
    }

    private ViewChange apply(ViewEvent event) {
        ViewChange change = view.after(List.of(event));
        view = change.after();
        return change;
    }
}
