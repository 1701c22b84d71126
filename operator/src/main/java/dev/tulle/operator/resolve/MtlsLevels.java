package dev.tulle.operator.resolve;

import dev.tulle.api.v1alpha1.MeshPolicySpec;
import dev.tulle.api.v1alpha1.MtlsMode;
import dev.tulle.operator.view.Index;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PolicyView;
import dev.tulle.operator.view.ServiceView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which policies speak about a pod, and which of them decides on a port: the most specific level,
/// in it the oldest policy.
public record MtlsLevels(MtlsMode meshWide, List<Claim> claims) {

    /// Stands for all ports that nobody names; 0 is no port.
    private static final int ELSEWHERE = 0;

    /// Levels of policies, least specific first.
    public enum Level {
        NAMESPACE,
        TARGET,
        TARGET_PORT
    }

    /// What traffic of the pod a policy speaks about.
    sealed interface Scope {
        boolean covers(int port);

        /// Every port, also those that nobody declared.
        record EveryPort() implements Scope {
            @Override
            public boolean covers(int port) {
                return true;
            }
        }

        record SomePorts(Set<Integer> ports) implements Scope {
            @Override
            public boolean covers(int port) {
                return ports.contains(port);
            }
        }
    }

    /// A policy that speaks about the pod.
    record Claim(PolicyView policy, Level level, Scope scope, MtlsMode mode) {}

    public MtlsLevels {
        claims = List.copyOf(claims);
    }

    public static MtlsLevels of(Reads reads, PodShape pod) {
        List<Claim> claims = new ArrayList<>();
        for (PolicyView policy :
                reads.find(PolicyView.class, Index.POLICIES_BY_NAMESPACE, pod.namespace())) {
            claim(reads, pod, policy).ifPresent(claims::add);
        }
        return new MtlsLevels(Defaults.mtlsMode(reads.install()), claims);
    }

    /// What holds on a port.
    public MtlsMode mode(int port) {
        return claims.stream()
                .filter(claim -> claim.scope().covers(port))
                .max(Comparator.comparing(Claim::level).thenComparing(MtlsLevels::older))
                .map(Claim::mode)
                .orElse(meshWide);
    }

    /// What holds on every port that no policy and no Service names.
    public MtlsMode modeElsewhere() {
        return mode(ELSEWHERE);
    }

    /// All policies that speak about the pod, whether another one wins or not.
    public List<PolicyView> policies() {
        return claims.stream().map(Claim::policy).toList();
    }

    /// The ports that some policy names.
    public Set<Integer> namedPorts() {
        Set<Integer> named = new TreeSet<>();
        for (Claim claim : claims) {
            switch (claim.scope()) {
                case Scope.EveryPort() -> {}
                case Scope.SomePorts(Set<Integer> ports) -> named.addAll(ports);
            }
        }
        return named;
    }

    /// The policy that decides at the level of this one, somewhere in the pod, and says something
    /// else.
    Optional<PolicyView> winnerOver(PolicyView policy) {
        return claims.stream()
                .filter(claim -> claim.policy().name().equals(policy.name()))
                .flatMap(this::winnersOver)
                .min(Precedence.OLDER);
    }

    private Stream<PolicyView> winnersOver(Claim mine) {
        Set<Integer> ports =
                switch (mine.scope()) {
                    case Scope.EveryPort() -> everyPort();
                    case Scope.SomePorts(Set<Integer> some) -> some;
                };
        return ports.stream()
                .flatMap(port -> decider(mine.level(), port).stream())
                .filter(decider -> decider.mode() != mine.mode())
                .map(Claim::policy);
    }

    private Optional<Claim> decider(Level level, int port) {
        return claims.stream()
                .filter(claim -> claim.level() == level && claim.scope().covers(port))
                .max(MtlsLevels::older);
    }

    private Set<Integer> everyPort() {
        Set<Integer> ports = new TreeSet<>(namedPorts());
        ports.add(ELSEWHERE);
        return ports;
    }

    /// Positive when the first is the older one.
    private static int older(Claim one, Claim other) {
        return Precedence.OLDER.compare(other.policy(), one.policy());
    }

    private static Optional<Claim> claim(Reads reads, PodShape pod, PolicyView policy) {
        var mtls = policy.spec().mtls();
        if (mtls == null) {
            return Optional.empty();
        }
        var target = policy.spec().targetRef();
        Integer port = target.port();
        Optional<Scope> scope =
                switch (target.kind()) {
                    case NAMESPACE -> Optional.of(new Scope.EveryPort());
                    case WORKLOAD -> workload(pod, target);
                    case SERVICE -> service(reads, pod, policy);
                    case TRAFFIC_SPLIT -> Optional.empty();
                };
        Level level =
                target.kind() == MeshPolicySpec.TargetKind.NAMESPACE
                        ? Level.NAMESPACE
                        : port == null ? Level.TARGET : Level.TARGET_PORT;
        return scope.map(covered -> new Claim(policy, level, covered, mtls.mode()));
    }

    private static Optional<Scope> workload(PodShape pod, MeshPolicySpec.TargetRef target) {
        var selector = target.selector();
        if (selector == null
                || !pod.labels().entrySet().containsAll(selector.matchLabels().entrySet())) {
            return Optional.empty();
        }
        Integer port = target.port();
        return Optional.of(
                port == null ? new Scope.EveryPort() : new Scope.SomePorts(Set.of(port)));
    }

    private static Optional<Scope> service(Reads reads, PodShape pod, PolicyView policy) {
        var target = policy.spec().targetRef();
        String name = target.name();
        if (name == null) {
            return Optional.empty();
        }
        Integer port = target.port();
        return reads.find(ServiceView.class, ObjectName.of(pod.namespace(), name))
                .filter(pod::isSelectedBy)
                .map(service ->
                        service.ports().stream()
                                .filter(p -> port == null || p.number() == port)
                                .flatMap(p -> pod.target(p).stream().boxed())
                                .collect(Collectors.toSet()))
                .filter(ports -> !ports.isEmpty())
                .map(Scope.SomePorts::new);
    }
}
