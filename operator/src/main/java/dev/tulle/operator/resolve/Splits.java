package dev.tulle.operator.resolve;

import dev.tulle.api.v1alpha1.TrafficRule;
import dev.tulle.api.v1alpha1.TrafficSplitSpec;
import dev.tulle.operator.view.Index;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ServiceView;
import dev.tulle.operator.view.SplitView;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which TrafficSplit owns a port of a Service, and where that port's traffic goes.
public final class Splits {

    /// A port of a Service and its share.
    public record Share(ObjectName service, int port, int weight) {}

    private Splits() {}

    /// A split with the port comes before one without, the older before the younger. One whose
    /// rules can apply nowhere owns nothing.
    public static Optional<SplitView> owner(Reads reads, ObjectName service, int port) {
        List<SplitView> candidates =
                reads.find(SplitView.class, Index.SPLITS_BY_ROOT, service.toString());
        return oldest(candidates, port)
                .or(() -> oldest(candidates, null))
                .filter(split -> !isMismatch(reads, split));
    }

    /// Whether HTTP may come to a port: nobody says that it is something else.
    public static boolean mayBeHttp(Reads reads, ObjectName service, int port) {
        return reads.find(ServiceView.class, service)
                .flatMap(view -> view.port(port))
                .map(it -> PortProtocol.of(it, Defaults.opaquePorts(reads.install())))
                .filter(protocol -> protocol == PortProtocol.OPAQUE)
                .isEmpty();
    }

    /// Whether a split looks at requests, and not at connections alone.
    public static boolean needsHttp(SplitView split) {
        return !split.rules().isEmpty() || split.spec().sessionAffinity() != null;
    }

    /// Rules and sessions need HTTP, and every port that the split is about is declared to be
    /// something else.
    static boolean isMismatch(Reads reads, SplitView split) {
        List<Integer> called = calledPorts(reads, split).toList();
        return needsHttp(split)
                && !called.isEmpty()
                && called.stream().noneMatch(port -> mayBeHttp(reads, root(split), port));
    }

    /// The split that wins where this one asks for the same; empty when this one does.
    static Optional<SplitView> winnerOver(Reads reads, SplitView split) {
        List<SplitView> candidates =
                reads.find(SplitView.class, Index.SPLITS_BY_ROOT, root(split).toString());
        return oldest(candidates, split.spec().port())
                .filter(winner -> !winner.name().equals(split.name()));
    }

    /// Shares of the traffic that was meant for this port of the Service. Backends that do not
    /// exist leave their share to the others; if none does, they stay, so that callers are told
    /// that nothing can answer instead of being served by endpoints that nobody chose.
    public static List<Share> shares(Reads reads, SplitView split, int calledPort) {
        return shares(reads, split, split.spec().backends(), calledPort);
    }

    /// Shares of what a rule takes, in the same way; none when it has no backends of its own.
    public static List<Share> shares(
            Reads reads, SplitView split, TrafficRule rule, int calledPort) {
        List<TrafficSplitSpec.Backend> own = rule.backends();
        return own == null ? List.of() : shares(reads, split, own, calledPort);
    }

    private static List<Share> shares(
            Reads reads, SplitView split, List<TrafficSplitSpec.Backend> backends, int calledPort) {
        List<Share> wanted =
                backends.stream()
                        .filter(backend -> backend.weight() > 0)
                        .map(backend -> share(split, backend, calledPort))
                        .toList();
        List<Share> there = wanted.stream().filter(share -> exists(reads, share)).toList();
        return there.isEmpty() ? wanted : there;
    }

    /// Whether proxies answer what the rule takes, and nothing is sent on.
    public static boolean answers(TrafficRule rule) {
        return rule.redirect() != null || rule.respond() != null;
    }

    /// The port of a Service that gets copies of what was meant for this one.
    public static Share mirror(SplitView split, TrafficRule.Mirror mirror, int calledPort) {
        Integer port = mirror.port();
        return new Share(backend(split, mirror.service()), port == null ? calledPort : port, 1);
    }

    /// The weight that proxies are told for a backend: what status calls effective.
    public static int toldWeight(Reads reads, SplitView split, TrafficSplitSpec.Backend backend) {
        return calledPorts(reads, split)
                .flatMap(port -> shares(reads, split, port).stream())
                .filter(share -> share.service().name().equals(backend.service()))
                .mapToInt(Share::weight)
                .findFirst()
                .orElse(0);
    }

    private static Stream<Integer> calledPorts(Reads reads, SplitView split) {
        Integer port = split.spec().port();
        return port == null
                ? reads.find(ServiceView.class, root(split)).stream()
                        .flatMap(service -> service.ports().stream())
                        .map(ServiceView.Port::number)
                : Stream.of(port);
    }

    static ObjectName root(SplitView split) {
        return backend(split, split.spec().service());
    }

    static ObjectName backend(SplitView split, String service) {
        return ObjectName.of(split.meta().namespace(), service);
    }

    private static Share share(SplitView split, TrafficSplitSpec.Backend backend, int calledPort) {
        Integer port = backend.port();
        return new Share(
                backend(split, backend.service()),
                port == null ? calledPort : port,
                backend.weight());
    }

    private static boolean exists(Reads reads, Share share) {
        return reads.find(ServiceView.class, share.service())
                .flatMap(service -> service.port(share.port()))
                .isPresent();
    }

    private static Optional<SplitView> oldest(List<SplitView> candidates, @Nullable Integer port) {
        return candidates.stream()
                .filter(split -> Objects.equals(split.spec().port(), port))
                .min(Precedence.OLDER);
    }
}
