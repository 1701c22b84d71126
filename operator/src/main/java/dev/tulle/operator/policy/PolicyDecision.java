package dev.tulle.operator.policy;

import static dev.tulle.api.condition.ConditionType.ACCEPTED;
import static dev.tulle.api.condition.ConditionType.PROGRAMMED;
import static dev.tulle.api.condition.ConditionType.RESOLVED_REFS;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.v1alpha1.MeshPolicyStatus;
import dev.tulle.api.v1alpha1.Mtls;
import dev.tulle.api.v1alpha1.ProxyCounts;
import dev.tulle.operator.report.ProgrammedVerdict;
import dev.tulle.operator.resolve.PolicyFindings;
import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.status.Conditions;
import dev.tulle.operator.status.Finding;
import dev.tulle.operator.status.Readiness;
import dev.tulle.operator.view.PolicyView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the status of a MeshPolicy is to say. Pure.
///
/// @param findings conditions that this visit speaks of
/// @param target the target as text
/// @param mtls what the policy brings into force; absent when an older one decides
record PolicyDecision(
        List<Finding> findings,
        String target,
        @Nullable Mtls mtls,
        ProxyCounts proxies,
        List<MeshPolicyStatus.Conflict> conflicts) {

    private static final int MOST_CONFLICTS = 10;
    private static final Set<ConditionType> GATES = Set.of(ACCEPTED, RESOLVED_REFS);

    PolicyDecision {
        findings = List.copyOf(findings);
        conflicts = List.copyOf(conflicts);
    }

    static PolicyDecision of(Reads reads, PolicyView policy, ProgrammedVerdict verdict) {
        PolicyFindings rules = PolicyFindings.of(reads, policy);
        List<Finding> byRules = rules.findings().stream().map(Finding::of).toList();
        Finding programmed = programmed(verdict);
        List<Finding> gates = new ArrayList<>();
        byRules.stream().filter(finding -> GATES.contains(finding.type())).forEach(gates::add);
        gates.add(programmed);
        Finding ready = Readiness.of(gates);
        List<Finding> findings = new ArrayList<>(byRules);
        findings.addAll(List.of(programmed, ready, Conditions.stalled(ready)));
        return new PolicyDecision(
                findings,
                rules.target(),
                isMtlsInForce(rules) ? policy.spec().mtls() : null,
                verdict.counts().proxies(),
                rules.conflicts().stream()
                        .limit(MOST_CONFLICTS)
                        .map(conflict ->
                                new MeshPolicyStatus.Conflict(conflict.field(), conflict.winner()))
                        .toList());
    }

    MeshPolicyStatus status(long generation, List<MeshCondition> conditions) {
        return new MeshPolicyStatus(
                generation,
                target,
                mtls,
                proxies,
                conflicts.isEmpty() ? null : conflicts,
                conditions);
    }

    private static boolean isMtlsInForce(PolicyFindings rules) {
        return rules.conflicts().stream()
                .noneMatch(conflict -> conflict.field().equals(PolicyFindings.MTLS_MODE));
    }

    private static Finding programmed(ProgrammedVerdict verdict) {
        return switch (verdict.outcome()) {
            case TRUE, UNCHANGED -> Finding.holds(PROGRAMMED, verdict.reason(), verdict.message());
            case FALSE -> Finding.fails(PROGRAMMED, verdict.reason(), verdict.message());
        };
    }
}
