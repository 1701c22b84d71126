package dev.tulle.operator.resolve;

import dev.tulle.api.v1alpha1.MeshInstallSpec;
import dev.tulle.api.v1alpha1.MeshPolicySpec;
import dev.tulle.api.v1alpha1.Traffic;
import dev.tulle.operator.view.Index;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PolicyView;
import dev.tulle.operator.view.ServiceView;
import dev.tulle.operator.view.SplitView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which policies speak about the traffic to something, the most specific level first, in it the
/// oldest; behind them what the MeshInstall says. Fields are decided one by one: the first that
/// sets one wins.
public final class TrafficLevels {

    private final List<PolicyView> policies;
    private final @Nullable Traffic meshWide;

    private TrafficLevels(List<PolicyView> policies, @Nullable Traffic meshWide) {
        this.policies = policies;
        this.meshWide = meshWide;
    }

    /// Of a port of a Service, as its endpoints are chosen and spared.
    public static TrafficLevels ofService(Reads reads, ObjectName service, int port) {
        return of(reads, service.namespace(), policy -> covers(policy, service, port));
    }

    /// Of a port of a Service, as callers wait for it: the TrafficSplit that owns it has a word.
    public static TrafficLevels ofCalls(Reads reads, ObjectName service, int port) {
        Optional<SplitView> split = Splits.owner(reads, service, port);
        return of(
                reads,
                service.namespace(),
                policy ->
                        covers(policy, service, port)
                                || split.filter(owner -> isAbout(policy, owner, null)).isPresent());
    }

    /// Of what a rule takes of the calls to a port of a Service.
    public static TrafficLevels ofRule(Reads reads, SplitView split, String rule, int port) {
        ObjectName service = Splits.root(split);
        return of(
                reads,
                service.namespace(),
                policy ->
                        covers(policy, service, port)
                                || isAbout(policy, split, null)
                                || isAbout(policy, split, rule));
    }

    /// Whether some policy is about this rule itself.
    public static boolean nameRule(Reads reads, SplitView split, String rule) {
        return reads
                .find(PolicyView.class, Index.POLICIES_BY_NAMESPACE, split.meta().namespace())
                .stream()
                .anyMatch(
                        policy -> policy.spec().traffic() != null && isAbout(policy, split, rule));
    }

    /// Of what is no Service: only its namespace says something about it.
    public static TrafficLevels ofNamespace(Reads reads, String namespace) {
        return of(reads, namespace, TrafficLevels::isOfNamespace);
    }

    /// Of a port of a pod, as those see it who are called: by whichever Services lead there.
    public static TrafficLevels ofPod(Reads reads, PodShape pod, int port) {
        return of(reads, pod.namespace(), policy -> leadsTo(reads, policy, pod, port));
    }

    private static TrafficLevels of(Reads reads, String namespace, Predicate<PolicyView> covers) {
        List<PolicyView> policies =
                reads.find(PolicyView.class, Index.POLICIES_BY_NAMESPACE, namespace).stream()
                        .filter(policy -> policy.spec().traffic() != null)
                        .filter(covers)
                        .sorted(
                                Comparator.comparingInt(TrafficLevels::level)
                                        .reversed()
                                        .thenComparing(Precedence.OLDER))
                        .toList();
        return new TrafficLevels(policies, meshWide(reads));
    }

    private static @Nullable Traffic meshWide(Reads reads) {
        return reads.install()
                .map(install -> install.spec().defaults())
                .map(MeshInstallSpec.Defaults::traffic)
                .orElse(null);
    }

    /// 0 for a namespace, 1 for a Service, 2 for a port of one, 3 for a TrafficSplit, 4 for a rule
    /// of one.
    private static int level(PolicyView policy) {
        var target = policy.spec().targetRef();
        return switch (target.kind()) {
            case NAMESPACE -> 0;
            case SERVICE, WORKLOAD -> target.port() == null ? 1 : 2;
            case TRAFFIC_SPLIT -> target.rule() == null ? 3 : 4;
        };
    }

    private static boolean isOfNamespace(PolicyView policy) {
        return policy.spec().targetRef().kind() == MeshPolicySpec.TargetKind.NAMESPACE;
    }

    private static boolean covers(PolicyView policy, ObjectName service, int port) {
        var target = policy.spec().targetRef();
        return switch (target.kind()) {
            case NAMESPACE -> true;
            case SERVICE -> service.name().equals(target.name()) && isPort(target.port(), port);
            case WORKLOAD, TRAFFIC_SPLIT -> false;
        };
    }

    private static boolean isAbout(PolicyView policy, SplitView split, @Nullable String rule) {
        var target = policy.spec().targetRef();
        return target.kind() == MeshPolicySpec.TargetKind.TRAFFIC_SPLIT
                && split.name().name().equals(target.name())
                && Objects.equals(target.rule(), rule);
    }

    private static boolean leadsTo(Reads reads, PolicyView policy, PodShape pod, int port) {
        var target = policy.spec().targetRef();
        return switch (target.kind()) {
            case NAMESPACE -> true;
            case SERVICE ->
                    service(reads, policy).stream()
                            .filter(pod::isSelectedBy)
                            .flatMap(service -> service.ports().stream())
                            .filter(each -> isPort(target.port(), each.number()))
                            .flatMapToInt(each -> pod.target(each).stream())
                            .anyMatch(number -> number == port);
            case WORKLOAD, TRAFFIC_SPLIT -> false;
        };
    }

    private static Optional<ServiceView> service(Reads reads, PolicyView policy) {
        String name = policy.spec().targetRef().name();
        return name == null
                ? Optional.empty()
                : reads.find(ServiceView.class, ObjectName.of(policy.meta().namespace(), name));
    }

    private static boolean isPort(@Nullable Integer wanted, int port) {
        return wanted == null || wanted == port;
    }

    /// The policies that say something of this kind, winners and others.
    public List<PolicyView> policies(Function<Traffic, @Nullable Object> section) {
        return policies.stream()
                .filter(policy ->
                        section.apply(Objects.requireNonNull(policy.spec().traffic())) != null)
                .toList();
    }

    /// The value of the most specific level that sets it.
    <T> Optional<T> first(Function<Traffic, @Nullable T> field) {
        List<Traffic> chain = new ArrayList<>();
        policies.forEach(policy -> chain.add(Objects.requireNonNull(policy.spec().traffic())));
        return Stream.concat(chain.stream(), Stream.ofNullable(meshWide))
                .flatMap(traffic -> Stream.ofNullable(field.apply(traffic)))
                .findFirst();
    }
}
