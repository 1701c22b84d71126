package dev.tulle.operator.install;

import static dev.tulle.api.condition.ConditionType.CONTROL_PLANE_AVAILABLE;
import static dev.tulle.api.condition.ConditionType.INJECTION_SERVING;
import static dev.tulle.api.condition.ConditionType.PROGRAMMED;
import static dev.tulle.api.condition.ConditionType.READY;

import dev.tulle.api.condition.Reason;
import dev.tulle.operator.install.InstallProgress.AwaitsAuthority;
import dev.tulle.operator.install.InstallProgress.AwaitsDiscovery;
import dev.tulle.operator.install.InstallProgress.AwaitsInjection;
import dev.tulle.operator.install.InstallProgress.AwaitsSecrets;
import dev.tulle.operator.install.InstallProgress.Complete;
import dev.tulle.operator.install.InstallProgress.RollsOut;
import dev.tulle.operator.report.ProgrammedVerdict;
import dev.tulle.operator.status.Conditions;
import dev.tulle.operator.status.Finding;
import java.util.ArrayList;
import java.util.List;

/// From the progress of a visit to what the conditions say. Pure.
final class InstallFindings {

    private InstallFindings() {}

    /// @param wasRunning whether this installation has been complete before: then what is missing
    ///   is an outage, not a step of the installation
    static List<Finding> of(
            InstallPlan plan,
            InstallFacts facts,
            InstallProgress progress,
            ProgrammedVerdict verdict,
            boolean wasRunning) {
        List<Finding> findings = new ArrayList<>();
        findings.add(available(plan, facts));
        findings.add(injection(progress));
        Finding programmed = programmed(verdict);
        if (verdict.outcome() != ProgrammedVerdict.Outcome.UNCHANGED) {
            findings.add(programmed);
        }
        Finding ready =
                facts.authorityObstacle()
                        .map(sentence -> Finding.fails(READY, Reason.AUTHORITY_NOT_READY, sentence))
                        .orElseGet(() -> ready(plan, progress, programmed, verdict, wasRunning));
        findings.add(ready);
        findings.add(Conditions.stalled(ready));
        return findings;
    }

    /// Of a version that this operator does not ship: nothing is touched.
    static List<Finding> notAvailable(InstallPlan plan, String version) {
        Finding ready =
                Finding.fails(
                        READY,
                        Reason.VERSION_NOT_AVAILABLE,
                        "this operator cannot install %s: set version to %s, or upgrade the chart"
                                .formatted(version, plan.release().version()));
        return List.of(ready, Conditions.stalled(ready));
    }

    static List<Finding> uninstalling(InstallPlan plan, InstallFacts facts, long meshedPods) {
        Finding ready =
                Finding.fails(
                        READY,
                        Reason.UNINSTALLING,
                        "waiting for %d meshed pods to go: remove label mesh.tulle.dev/inject and"
                                        .formatted(meshedPods)
                                + " restart or delete them");
        Finding injection =
                Finding.fails(
                        INJECTION_SERVING, Reason.UNAVAILABLE, "the webhook has been removed");
        return List.of(ready, Conditions.stalled(ready), injection, available(plan, facts));
    }

    private static Finding available(InstallPlan plan, InstallFacts facts) {
        String sentence =
                "%d of %d replicas of discovery are available"
                        .formatted(facts.available(), plan.replicas());
        return facts.available() > 0
                ? Finding.holds(CONTROL_PLANE_AVAILABLE, Reason.AVAILABLE, sentence)
                : Finding.fails(CONTROL_PLANE_AVAILABLE, Reason.UNAVAILABLE, sentence);
    }

    private static Finding injection(InstallProgress progress) {
        return switch (progress) {
            case Complete complete -> serving();
            case RollsOut rolling -> serving();
            case AwaitsInjection(String sentence) -> notServing(sentence);
            case AwaitsDiscovery(String sentence) -> notServing(sentence);
            case AwaitsSecrets(String sentence) -> notServing(sentence);
            case AwaitsAuthority(String sentence) -> notServing(sentence);
        };
    }

    private static Finding serving() {
        return Finding.holds(
                INJECTION_SERVING,
                Reason.SERVING,
                "a pod created in a dry run came back with a proxy");
    }

    private static Finding notServing(String sentence) {
        return Finding.fails(INJECTION_SERVING, Reason.UNAVAILABLE, sentence);
    }

    private static Finding programmed(ProgrammedVerdict verdict) {
        return switch (verdict.outcome()) {
            case TRUE -> Finding.holds(PROGRAMMED, verdict.reason(), verdict.message());
            case FALSE, UNCHANGED -> Finding.fails(PROGRAMMED, verdict.reason(), verdict.message());
        };
    }

    private static Finding ready(
            InstallPlan plan,
            InstallProgress progress,
            Finding programmed,
            ProgrammedVerdict verdict,
            boolean wasRunning) {
        return switch (progress) {
            case AwaitsAuthority(String sentence) ->
                    Finding.fails(READY, Reason.AUTHORITY_NOT_READY, sentence);
            case AwaitsSecrets(String sentence) ->
                    Finding.fails(READY, Reason.INSTALLING, sentence);
            case AwaitsDiscovery(String sentence) ->
                    Finding.fails(
                            READY,
                            wasRunning ? Reason.CONTROL_PLANE_UNAVAILABLE : Reason.INSTALLING,
                            sentence);
            case AwaitsInjection(String sentence) ->
                    Finding.fails(
                            READY,
                            wasRunning ? Reason.WEBHOOK_UNAVAILABLE : Reason.INSTALLING,
                            sentence);
            case RollsOut(String sentence) -> Finding.fails(READY, Reason.INSTALLING, sentence);
            case Complete complete ->
                    verdict.outcome() == ProgrammedVerdict.Outcome.FALSE
                            ? programmed.as(READY, Finding.Verdict.FALSE)
                            : Finding.holds(
                                    READY,
                                    Reason.RUNNING,
                                    "version %s runs".formatted(plan.release().version()));
        };
    }
}
