package dev.tulle.operator.traffic;

import static dev.tulle.api.condition.ConditionType.ACCEPTED;
import static dev.tulle.api.condition.ConditionType.PROGRAMMED;
import static dev.tulle.api.condition.ConditionType.RESOLVED_REFS;

import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.v1alpha1.ProxyCounts;
import dev.tulle.api.v1alpha1.TrafficSplitStatus;
import dev.tulle.api.v1alpha1.TrafficSplitStatus.Effective;
import dev.tulle.api.v1alpha1.TrafficSplitStatus.RuleShare;
import dev.tulle.operator.report.ProgrammedVerdict;
import dev.tulle.operator.report.Report;
import dev.tulle.operator.resolve.BackendReadiness;
import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.resolve.SplitFindings;
import dev.tulle.operator.status.Conditions;
import dev.tulle.operator.status.Finding;
import dev.tulle.operator.status.Readiness;
import dev.tulle.operator.view.SplitView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the status of a TrafficSplit is to say. Pure.
///
/// @param findings conditions that this visit speaks of
/// @param effective empty while the split is not in force
/// @param rules empty as well then
record SplitDecision(
        List<Finding> findings,
        List<Effective> effective,
        List<RuleShare> rules,
        ProxyCounts proxies) {

    SplitDecision {
        findings = List.copyOf(findings);
        effective = List.copyOf(effective);
        rules = List.copyOf(rules);
    }

    /// What is known about a split.
    ///
    /// @param backends what discovery sees of its backends; empty while no replica has seen it
    /// @param rules what proxies saw of its rules
    /// @param before the status as it is stored
    record Evidence(
            Reads reads,
            SplitView split,
            ProgrammedVerdict verdict,
            List<Report.BackendRow> backends,
            Report.RuleShares rules,
            @Nullable TrafficSplitStatus before) {

        Evidence {
            backends = List.copyOf(backends);
        }
    }

    static SplitDecision of(Evidence evidence) {
        List<Finding> byRules =
                SplitFindings.of(evidence.reads(), evidence.split()).findings().stream()
                        .map(Finding::of)
                        .toList();
        Finding programmed = programmed(evidence.verdict());
        Finding ready = ready(byRules, programmed);
        List<Finding> findings = new ArrayList<>(byRules);
        findings.addAll(List.of(programmed, ready, Conditions.stalled(ready)));
        if (!evidence.backends().isEmpty()) {
            findings.add(backendsReady(evidence));
        }
        return new SplitDecision(
                findings,
                isInForce(byRules) ? EffectiveBackends.of(evidence) : List.of(),
                isInForce(byRules) ? ObservedRules.of(evidence) : List.of(),
                evidence.verdict().counts().proxies());
    }

    /// The status with these conditions; what is not known is left out.
    TrafficSplitStatus status(long generation, List<MeshCondition> conditions) {
        String weights =
                effective.stream()
                        .map(backend -> backend.service() + "=" + backend.weight())
                        .collect(Collectors.joining(" "));
        return new TrafficSplitStatus(
                generation,
                weights.isEmpty() ? null : weights,
                effective.isEmpty() ? null : effective,
                rules.isEmpty() ? null : rules,
                proxies,
                conditions);
    }

    /// Backends without endpoints leave Ready alone: that is the business of their Deployments.
    private static Finding ready(List<Finding> byRules, Finding programmed) {
        List<Finding> gates =
                Stream.concat(
                                byRules.stream()
                                        .filter(finding ->
                                                finding.type() == ACCEPTED
                                                        || finding.type() == RESOLVED_REFS),
                                Stream.of(programmed))
                        .toList();
        return Readiness.of(gates);
    }

    private static boolean isInForce(List<Finding> byRules) {
        return byRules.stream()
                .anyMatch(finding ->
                        finding.type() == ACCEPTED && finding.verdict() == Finding.Verdict.TRUE);
    }

    private static Finding programmed(ProgrammedVerdict verdict) {
        return switch (verdict.outcome()) {
            case TRUE, UNCHANGED -> Finding.holds(PROGRAMMED, verdict.reason(), verdict.message());
            case FALSE -> Finding.fails(PROGRAMMED, verdict.reason(), verdict.message());
        };
    }

    private static Finding backendsReady(Evidence evidence) {
        return Finding.of(
                BackendReadiness.finding(
                        evidence.split(),
                        evidence.backends().stream()
                                .collect(
                                        Collectors.toMap(
                                                Report.BackendRow::service,
                                                Report.BackendRow::ready))));
    }
}
