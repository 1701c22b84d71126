package dev.tulle.operator.resolve;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.Reason;
import dev.tulle.api.v1alpha1.MeshPolicySpec;
import dev.tulle.api.v1alpha1.TrafficRule;
import dev.tulle.operator.view.Index;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.PolicyView;
import dev.tulle.operator.view.ServiceView;
import dev.tulle.operator.view.SplitView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is true of a MeshPolicy by its target and by its neighbours: Accepted, ResolvedRefs and
/// Conflicted.
///
/// @param target the target as text, for the printed column
public record PolicyFindings(List<Finding> findings, String target, List<Conflict> conflicts) {

    /// The field that decides whether plaintext is taken.
    public static final String MTLS_MODE = "mtls.mode";

    public PolicyFindings {
        findings = List.copyOf(findings);
        conflicts = List.copyOf(conflicts);
    }

    public static PolicyFindings of(Reads reads, PolicyView policy) {
        List<Conflict> conflicts = new ArrayList<>();
        winner(reads, policy)
                .ifPresent(older ->
                        conflicts.add(new Conflict(MTLS_MODE, "MeshPolicy " + older.name())));
        conflicts.addAll(TrafficConflicts.of(reads, policy));
        return new PolicyFindings(
                List.of(accepted(conflicts), resolved(reads, policy), conflicted(conflicts)),
                text(policy),
                conflicts);
    }

    /// Two policies of one target conflict even before it has a pod; different targets do when they
    /// meet in a pod.
    private static Optional<PolicyView> winner(Reads reads, PolicyView policy) {
        List<PolicyView> sameTarget =
                reads
                        .find(
                                PolicyView.class,
                                Index.POLICIES_BY_NAMESPACE,
                                policy.meta().namespace())
                        .stream()
                        .filter(other -> sameTarget(other, policy))
                        .toList();
        Optional<PolicyView> oldest =
                sameTarget.stream().min(Precedence.OLDER).filter(other -> differs(other, policy));
        return oldest.or(() ->
                shapes(reads, policy).stream()
                        .flatMap(pod -> MtlsLevels.of(reads, pod).winnerOver(policy).stream())
                        .min(Precedence.OLDER));
    }

    private static List<PodShape> shapes(Reads reads, PolicyView policy) {
        return switch (policy.spec().targetRef().kind()) {
            case NAMESPACE, TRAFFIC_SPLIT -> List.of();
            case SERVICE, WORKLOAD ->
                    reads
                            .find(PodView.class, Index.PODS_BY_NAMESPACE, policy.meta().namespace())
                            .stream()
                            .filter(PodView::isAlive)
                            .map(PodShape::of)
                            .distinct()
                            .toList();
        };
    }

    private static boolean sameTarget(PolicyView one, PolicyView other) {
        return one.spec().mtls() != null && one.spec().targetRef().equals(other.spec().targetRef());
    }

    private static boolean differs(PolicyView one, PolicyView other) {
        var mine = one.spec().mtls();
        var theirs = other.spec().mtls();
        return mine != null && theirs != null && mine.mode() != theirs.mode();
    }

    private static Finding accepted(List<Conflict> conflicts) {
        return conflicts.isEmpty()
                ? new Finding(
                        ConditionType.ACCEPTED,
                        Answer.YES,
                        Reason.ACCEPTED,
                        "the policy is in force on its target")
                : new Finding(
                        ConditionType.ACCEPTED, Answer.NO, Reason.CONFLICTED, conflict(conflicts));
    }

    private static Finding conflicted(List<Conflict> conflicts) {
        return conflicts.isEmpty()
                ? new Finding(
                        ConditionType.CONFLICTED,
                        Answer.NO,
                        Reason.AS_EXPECTED,
                        "no older policy of this level says otherwise")
                : new Finding(
                        ConditionType.CONFLICTED, Answer.YES, Reason.CONFLICT, conflict(conflicts));
    }

    private static Finding resolved(Reads reads, PolicyView policy) {
        return switch (policy.spec().targetRef().kind()) {
            case NAMESPACE -> resolved("the policy holds for its own namespace");
            case WORKLOAD -> resolved("the policy holds for every meshed pod with these labels");
            case SERVICE -> service(reads, policy);
            case TRAFFIC_SPLIT -> split(reads, policy);
        };
    }

    private static Finding split(Reads reads, PolicyView policy) {
        var target = policy.spec().targetRef();
        ObjectName name = ObjectName.of(policy.meta().namespace(), name(target));
        Optional<SplitView> found = reads.find(SplitView.class, name);
        if (found.isEmpty()) {
            return unresolved(
                    Reason.TARGET_NOT_FOUND,
                    "TrafficSplit %s does not exist: create it, or correct spec.targetRef.name"
                            .formatted(name));
        }
        String rule = target.rule();
        if (rule == null) {
            return resolved("the policy holds for what TrafficSplit " + name + " decides about");
        }
        Optional<TrafficRule> named =
                found.get().rules().stream().filter(it -> it.name().equals(rule)).findFirst();
        if (named.isEmpty()) {
            return unresolved(
                    Reason.RULE_NOT_FOUND,
                    "TrafficSplit %s has no rule '%s': correct spec.targetRef.rule"
                            .formatted(name, rule));
        }
        return resolved(
                Splits.answers(named.get())
                        ? "rule '%s' of TrafficSplit %s answers by itself, so nobody waits"
                                .formatted(rule, name)
                        : "the policy holds for rule '%s' of TrafficSplit %s"
                                .formatted(rule, name));
    }

    private static String name(MeshPolicySpec.TargetRef target) {
        String name = target.name();
        return name == null ? "" : name;
    }

    private static Finding service(Reads reads, PolicyView policy) {
        var target = policy.spec().targetRef();
        ObjectName name = ObjectName.of(policy.meta().namespace(), name(target));
        Optional<ServiceView> found = reads.find(ServiceView.class, name);
        if (found.isEmpty()) {
            return unresolved(
                    Reason.TARGET_NOT_FOUND,
                    "Service %s does not exist: create it, or correct spec.targetRef.name"
                            .formatted(name));
        }
        Integer port = target.port();
        if (port != null && found.get().port(port).isEmpty()) {
            return unresolved(
                    Reason.PORT_NOT_FOUND,
                    "Service %s has no TCP port %d: correct spec.targetRef.port"
                            .formatted(name, port));
        }
        return resolved("the policy holds for the pods of Service " + name);
    }

    private static Finding resolved(String sentence) {
        return new Finding(ConditionType.RESOLVED_REFS, Answer.YES, Reason.RESOLVED, sentence);
    }

    private static Finding unresolved(Reason reason, String sentence) {
        return new Finding(ConditionType.RESOLVED_REFS, Answer.NO, reason, sentence);
    }

    private static String conflict(List<Conflict> conflicts) {
        Conflict first = conflicts.getFirst();
        String more =
                conflicts.size() == 1 ? "" : " and %d more fields".formatted(conflicts.size() - 1);
        return "%s is older and decides %s%s: delete one of the two"
                .formatted(first.winner(), first.field(), more);
    }

    private static String text(PolicyView policy) {
        var target = policy.spec().targetRef();
        String subject =
                switch (target.kind()) {
                    case NAMESPACE -> "Namespace/" + policy.meta().namespace();
                    case SERVICE -> "Service/" + target.name();
                    case WORKLOAD -> "Workload/" + labels(target);
                    case TRAFFIC_SPLIT ->
                            "TrafficSplit/"
                                    + target.name()
                                    + (target.rule() == null ? "" : "/" + target.rule());
                };
        return target.port() == null ? subject : subject + ":" + target.port();
    }

    private static String labels(MeshPolicySpec.TargetRef target) {
        var selector = target.selector();
        Map<String, String> sorted =
                selector == null ? Map.of() : new TreeMap<>(selector.matchLabels());
        return String.join(",", sorted.entrySet().stream().map(Object::toString).toList());
    }
}
