package dev.tulle.operator.compile;

import dev.tulle.api.v1alpha1.HttpMethod;
import dev.tulle.api.v1alpha1.MeshInstallSpec;
import dev.tulle.api.v1alpha1.MeshPolicySpec;
import dev.tulle.api.v1alpha1.Mtls;
import dev.tulle.api.v1alpha1.MtlsMode;
import dev.tulle.api.v1alpha1.Traffic;
import dev.tulle.api.v1alpha1.TrafficMatch;
import dev.tulle.api.v1alpha1.TrafficRule;
import dev.tulle.api.v1alpha1.TrafficSplitSpec;
import dev.tulle.operator.view.ClusterObject;
import dev.tulle.operator.view.ConfigMapView;
import dev.tulle.operator.view.InstallView;
import dev.tulle.operator.view.Meta;
import dev.tulle.operator.view.NodeView;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.PolicyView;
import dev.tulle.operator.view.ServiceCidrView;
import dev.tulle.operator.view.ServiceView;
import dev.tulle.operator.view.SliceView;
import dev.tulle.operator.view.SplitView;
import dev.tulle.operator.view.ViewEvent;
import dev.tulle.operator.view.ViewKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Random changes of a small cluster: few names, so that everything soon refers to, rivals and
/// replaces everything else.
final class RandomCluster {

    private static final int NAMES = 4;

    private final Random random;
    private int generation;

    RandomCluster(long seed) {
        this.random = new Random(seed);
    }

    /// One object that comes, changes or goes.
    ViewEvent event() {
        ClusterObject object = object();
        return random.nextInt(4) == 0
                ? new ViewEvent.Gone(ViewKind.of(object.getClass()), object.name())
                : new ViewEvent.Present(object);
    }

    /// What a proxy may ask for in such a cluster.
    List<ResourceKey> demand() {
        List<ResourceKey> keys = new ArrayList<>();
        for (int i = 0; i < NAMES; i++) {
            for (String namespace : List.of("a", "b")) {
                keys.add(new WorkloadKey(namespace + "-pod-" + i));
            }
            for (int port : List.of(80, 81, 8080)) {
                keys.add(new DestinationKey("10.96.0." + i, port));
                keys.add(new DestinationKey("10.244.0." + i, port));
            }
        }
        return keys;
    }

    private ClusterObject object() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> pod();
            case 2 -> service();
            case 3, 4 -> slice();
            case 5 -> split();
            case 6 -> policy();
            case 7 -> install();
            case 8 -> random.nextBoolean() ? node() : bundle();
            default ->
                    new ServiceCidrView(
                            clusterScoped("cidr"),
                            List.of("10.96.0.0/" + (16 + random.nextInt(10))));
        };
    }

    private PodView pod() {
        String namespace = namespace();
        int n = random.nextInt(NAMES);
        Meta meta = meta(namespace, "pod-" + n, namespace + "-pod-" + n);
        return new PodView(
                random.nextInt(5) == 0 ? deleting(meta) : meta,
                Map.of("app", "svc-" + random.nextInt(NAMES)),
                new PodView.Owner("Deployment", "d"),
                "account-" + random.nextInt(2),
                random.nextBoolean() ? "node" : "",
                List.of("10.244.0." + random.nextInt(NAMES)),
                one(List.of(PodView.Phase.values())),
                "0.1.0",
                List.of(new PodView.ContainerPort("http", 8080 + random.nextInt(2))),
                List.of(),
                random.nextInt(4) == 0 ? List.of(8080) : List.of());
    }

    private ServiceView service() {
        int n = random.nextInt(NAMES);
        String target = random.nextBoolean() ? "http" : "8080";
        return new ServiceView(
                meta(namespace(), "svc-" + n, "svc-" + n),
                ServiceView.Kind.CLUSTER_IP,
                random.nextInt(5) == 0 ? List.of() : List.of("10.96.0." + random.nextInt(NAMES)),
                Map.of("app", "svc-" + random.nextInt(NAMES)),
                List.of(
                        new ServiceView.Port(
                                "http", 80, target, random.nextBoolean() ? "" : "http"),
                        new ServiceView.Port("other", 81, "8081", "")),
                one(List.of(ServiceView.Distribution.values())));
    }

    private SliceView slice() {
        String namespace = namespace();
        List<SliceView.Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            int n = random.nextInt(NAMES);
            endpoints.add(
                    new SliceView.Endpoint(
                            "10.244.0." + n,
                            one(List.of(SliceView.State.values())),
                            random.nextBoolean()
                                    ? new SliceView.Pod(
                                            ObjectName.of(namespace, "pod-" + n),
                                            namespace + "-pod-" + n)
                                    : null,
                            "zone-" + random.nextInt(2),
                            "node"));
        }
        return new SliceView(
                meta(namespace, "slice-" + random.nextInt(NAMES), "slice"),
                "svc-" + random.nextInt(NAMES),
                List.of(new SliceView.Port("http", 8080), new SliceView.Port("other", 8081)),
                endpoints);
    }

    private SplitView split() {
        List<TrafficSplitSpec.Backend> backends = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            backends.add(new TrafficSplitSpec.Backend("svc-" + i, random.nextInt(3), maybePort()));
        }
        return new SplitView(
                meta(namespace(), "split-" + random.nextInt(NAMES), "split"),
                new TrafficSplitSpec(
                        "svc-" + random.nextInt(NAMES), maybePort(), backends, rules(backends)));
    }

    private @Nullable List<TrafficRule> rules(List<TrafficSplitSpec.Backend> backends) {
        TrafficMatch get = new TrafficMatch(null, List.of(HttpMethod.GET), null, null, null);
        return switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> List.of(rule(get, null));
            default -> List.of(rule(get, backends.reversed()));
        };
    }

    private static TrafficRule rule(
            TrafficMatch match, @Nullable List<TrafficSplitSpec.Backend> backends) {
        return new TrafficRule("get", List.of(match), backends, null, null, null, null, null, null);
    }

    private PolicyView policy() {
        MeshPolicySpec.TargetRef target =
                switch (random.nextInt(3)) {
                    case 0 ->
                            new MeshPolicySpec.TargetRef(
                                    MeshPolicySpec.TargetKind.NAMESPACE, null, null, null);
                    case 1 ->
                            new MeshPolicySpec.TargetRef(
                                    MeshPolicySpec.TargetKind.SERVICE,
                                    "svc-" + random.nextInt(NAMES),
                                    null,
                                    maybePort());
                    default ->
                            new MeshPolicySpec.TargetRef(
                                    MeshPolicySpec.TargetKind.WORKLOAD,
                                    null,
                                    new MeshPolicySpec.Selector(
                                            Map.of("app", "svc-" + random.nextInt(NAMES))),
                                    maybePort());
                };
        return new PolicyView(
                meta(namespace(), "policy-" + random.nextInt(NAMES), "policy"),
                new MeshPolicySpec(
                        target,
                        random.nextBoolean() ? new Mtls(mode()) : null,
                        random.nextBoolean() ? traffic() : null));
    }

    private Traffic traffic() {
        return new Traffic(
                new Traffic.Timeouts(
                        null,
                        random.nextInt(5) + "s",
                        null,
                        random.nextBoolean() ? null : random.nextInt(3) + "m"),
                random.nextBoolean()
                        ? null
                        : new Traffic.Retries(random.nextInt(4), null, null, null, null),
                random.nextBoolean()
                        ? null
                        : new Traffic.CircuitBreaker(
                                null, null, null, null, null, null, null, 1 + random.nextInt(3)),
                random.nextBoolean()
                        ? null
                        : new Traffic.LoadBalancing(
                                one(
                                        List.of(
                                                Traffic.Algorithm.LEAST_REQUEST,
                                                Traffic.Algorithm.RANDOM)),
                                null,
                                null,
                                null));
    }

    private InstallView install() {
        return new InstallView(
                clusterScoped("default"),
                new MeshInstallSpec(
                        "0.1.0",
                        random.nextBoolean() ? null : "example.org",
                        null,
                        new MeshInstallSpec.Proxy(
                                null,
                                new MeshInstallSpec.Ports(
                                        List.of(80 + random.nextInt(2)), null, null)),
                        new MeshInstallSpec.Defaults(
                                new Mtls(mode()), random.nextBoolean() ? null : traffic())));
    }

    private NodeView node() {
        return new NodeView(
                clusterScoped("node"),
                List.of("192.0.2." + random.nextInt(2)),
                random.nextBoolean() ? List.of() : List.of("10.244.0.0/24"),
                "zone-" + random.nextInt(2));
    }

    private ConfigMapView bundle() {
        String root = random.nextBoolean() ? "AAAA" : "BBBB";
        return new ConfigMapView(
                meta(GoldenCase.BUNDLE.namespace(), GoldenCase.BUNDLE.name(), "bundle"),
                Map.of(),
                Map.of("mesh.tulle.dev/bundle-sequence", String.valueOf(random.nextInt(3))),
                Map.of(
                        "ca.crt",
                        "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                                .formatted(root)),
                Map.of());
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private @Nullable Integer maybePort() {
        return random.nextBoolean() ? null : 80 + random.nextInt(2);
    }

    private MtlsMode mode() {
        return random.nextBoolean() ? MtlsMode.STRICT : MtlsMode.PERMISSIVE;
    }

    private String namespace() {
        return random.nextInt(3) == 0 ? "b" : "a";
    }

    private Meta meta(String namespace, String name, String uid) {
        Instant created = Instant.EPOCH.plusSeconds(random.nextInt(3));
        return new Meta(ObjectName.of(namespace, name), uid, ++generation, "", created, null);
    }

    private Meta clusterScoped(String name) {
        return meta("", name, name);
    }

    private static Meta deleting(Meta meta) {
        return new Meta(
                meta.name(), meta.uid(), meta.generation(), "", meta.created(), Instant.EPOCH);
    }
}
