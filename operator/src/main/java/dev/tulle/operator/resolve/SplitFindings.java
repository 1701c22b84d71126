package dev.tulle.operator.resolve;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.Reason;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ServiceView;
import dev.tulle.operator.view.SplitView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is true of a TrafficSplit by the objects it names: Accepted, ResolvedRefs and Conflicted.
public record SplitFindings(List<Finding> findings) {

    public SplitFindings {
        findings = List.copyOf(findings);
    }

    public static SplitFindings of(Reads reads, SplitView split) {
        Optional<SplitView> winner = Splits.winnerOver(reads, split);
        return new SplitFindings(
                List.of(
                        accepted(reads, split, winner),
                        resolved(reads, split),
                        conflicted(split, winner)));
    }

    private static Finding accepted(Reads reads, SplitView split, Optional<SplitView> winner) {
        Optional<ServiceView> root = reads.find(ServiceView.class, Splits.root(split));
        if (root.isPresent() && root.get().clusterIps().isEmpty()) {
            return new Finding(
                    ConditionType.ACCEPTED,
                    Answer.NO,
                    Reason.INVALID,
                    "Service %s has no cluster IP, so its calls cannot be split: name a Service that has one in spec.service"
                            .formatted(Splits.root(split)));
        }
        if (Splits.isMismatch(reads, split)) {
            return new Finding(
                    ConditionType.ACCEPTED,
                    Answer.NO,
                    Reason.PROTOCOL_MISMATCH,
                    "%s need HTTP, but %s is declared as TCP: remove %s, or set appProtocol: http on the Service"
                            .formatted(
                                    split.rules().isEmpty() ? "sessions" : "rules",
                                    traffic(split),
                                    split.rules().isEmpty()
                                            ? "spec.sessionAffinity"
                                            : "spec.rules"));
        }
        return winner.map(older ->
                        new Finding(
                                ConditionType.ACCEPTED,
                                Answer.NO,
                                Reason.CONFLICTED,
                                conflict(split, older)))
                .orElseGet(() ->
                        new Finding(
                                ConditionType.ACCEPTED,
                                Answer.YES,
                                Reason.ACCEPTED,
                                "the split decides for %s".formatted(traffic(split))));
    }

    private static Finding conflicted(SplitView split, Optional<SplitView> winner) {
        return winner.map(older ->
                        new Finding(
                                ConditionType.CONFLICTED,
                                Answer.YES,
                                Reason.CONFLICT,
                                conflict(split, older)))
                .orElseGet(() ->
                        new Finding(
                                ConditionType.CONFLICTED,
                                Answer.NO,
                                Reason.AS_EXPECTED,
                                "no other TrafficSplit asks for the same traffic"));
    }

    private static Finding resolved(Reads reads, SplitView split) {
        Optional<ServiceView> root = reads.find(ServiceView.class, Splits.root(split));
        if (root.isEmpty()) {
            return unresolved(
                    Reason.SERVICE_NOT_FOUND,
                    "Service %s does not exist: create it, or correct spec.service"
                            .formatted(Splits.root(split)));
        }
        Integer port = split.spec().port();
        if (port != null && root.get().port(port).isEmpty()) {
            return unresolved(
                    Reason.PORT_NOT_FOUND,
                    "Service %s has no TCP port %d: correct spec.port"
                            .formatted(Splits.root(split), port));
        }
        return SplitReference.of(split).stream()
                .flatMap(reference -> missing(reads, split, root.get(), reference).stream())
                .findFirst()
                .orElseGet(() ->
                        new Finding(
                                ConditionType.RESOLVED_REFS,
                                Answer.YES,
                                Reason.RESOLVED,
                                "every Service and port that the split names exists"));
    }

    private static Optional<Finding> missing(
            Reads reads, SplitView split, ServiceView root, SplitReference reference) {
        ObjectName name = Splits.backend(split, reference.service());
        Optional<ServiceView> service = reads.find(ServiceView.class, name);
        if (service.isEmpty()) {
            return Optional.of(
                    unresolved(
                            Reason.BACKEND_NOT_FOUND,
                            "Service %s does not exist, %s: create it, or correct %s"
                                    .formatted(name, reference.without(), reference.path())));
        }
        return calledPorts(split, root, reference)
                .filter(port -> service.get().port(port).isEmpty())
                .findFirst()
                .map(port ->
                        unresolved(
                                Reason.PORT_NOT_FOUND,
                                "Service %s has no TCP port %d, %s: set its port in %s"
                                        .formatted(
                                                name,
                                                port,
                                                reference.without(),
                                                reference.path())));
    }

    private static Stream<Integer> calledPorts(
            SplitView split, ServiceView root, SplitReference reference) {
        Integer fixed = reference.port() == null ? split.spec().port() : reference.port();
        return fixed == null
                ? root.ports().stream().map(ServiceView.Port::number)
                : Stream.of(fixed);
    }

    private static Finding unresolved(Reason reason, String sentence) {
        return new Finding(ConditionType.RESOLVED_REFS, Answer.NO, reason, sentence);
    }

    private static String conflict(SplitView split, SplitView winner) {
        return "TrafficSplit %s is older and decides for %s: delete one of the two"
                .formatted(winner.name(), traffic(split));
    }

    private static String traffic(SplitView split) {
        Integer port = split.spec().port();
        return port == null
                ? "Service " + Splits.root(split)
                : "port %d of Service %s".formatted(port, Splits.root(split));
    }
}
