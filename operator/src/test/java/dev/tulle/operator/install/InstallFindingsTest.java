package dev.tulle.operator.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.condition.Reason;
import dev.tulle.api.v1alpha1.CertificateAuthoritySpec;
import dev.tulle.api.v1alpha1.MeshInstallSpec.Profile;
import dev.tulle.operator.install.InstallProgress.AwaitsDiscovery;
import dev.tulle.operator.install.InstallProgress.AwaitsInjection;
import dev.tulle.operator.install.InstallProgress.Complete;
import dev.tulle.operator.install.InstallProgress.RollsOut;
import dev.tulle.operator.report.ProgrammedVerdict;
import dev.tulle.operator.report.ProgrammedVerdict.Outcome;
import dev.tulle.operator.report.Report;
import dev.tulle.operator.status.Finding;
import dev.tulle.operator.view.AuthorityView;
import dev.tulle.operator.view.DeploymentView;
import dev.tulle.operator.view.Meta;
import dev.tulle.operator.view.ObjectName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InstallFindingsTest {

    private static final InstallPlan PLAN =
            new InstallPlan(
                    "tulle-system",
                    new Release("1.4.0", "control-plane", "proxy", "init", List.of()),
                    Profile.PRODUCTION,
                    "cluster.local");
    private static final ProgrammedVerdict LIVE = verdict(Outcome.TRUE, Reason.PROGRAMMED);
    private static final ProgrammedVerdict REJECTED = verdict(Outcome.FALSE, Reason.PROXY_REJECTED);

    static Stream<Arguments> readyByProgress() {
        return Stream.of(
                Arguments.of("first", new AwaitsDiscovery(""), LIVE, false, "False/Installing"),
                Arguments.of(
                        "outage",
                        new AwaitsDiscovery(""),
                        LIVE,
                        true,
                        "False/ControlPlaneUnavailable"),
                Arguments.of("first", new AwaitsInjection(""), LIVE, false, "False/Installing"),
                Arguments.of(
                        "outage", new AwaitsInjection(""), LIVE, true, "False/WebhookUnavailable"),
                Arguments.of("roll", new RollsOut(""), LIVE, true, "False/Installing"),
                Arguments.of("done", new Complete(), LIVE, true, "True/Running"),
                Arguments.of("refused", new Complete(), REJECTED, true, "False/ProxyRejected"));
    }

    @ParameterizedTest(name = "{0}: {1}, {4}")
    @MethodSource("readyByProgress")
    void readyFollowsProgress(
            String name,
            InstallProgress progress,
            ProgrammedVerdict verdict,
            boolean wasRunning,
            String expected) {
        List<Finding> findings =
                InstallFindings.of(PLAN, facts(2, "True"), progress, verdict, wasRunning);

        assertThat(words(findings, ConditionType.READY)).as(name).isEqualTo(expected);
    }

    @Test
    void authorityThatFailsLaterTakesReadyOnly() {
        List<Finding> findings =
                InstallFindings.of(PLAN, facts(3, "False"), new Complete(), LIVE, true);

        assertThat(words(findings, ConditionType.READY)).isEqualTo("False/AuthorityNotReady");
        assertThat(words(findings, ConditionType.INJECTION_SERVING)).isEqualTo("True/Serving");
        assertThat(words(findings, ConditionType.CONTROL_PLANE_AVAILABLE))
                .isEqualTo("True/Available");
    }

    @Test
    void unchangedVerdictLeavesProgrammedAlone() {
        ProgrammedVerdict silent = verdict(Outcome.UNCHANGED, Reason.WAITING_FOR_PROXIES);

        List<Finding> findings =
                InstallFindings.of(PLAN, facts(0, "True"), new AwaitsDiscovery(""), silent, true);

        assertThat(findings).noneMatch(f -> f.type() == ConditionType.PROGRAMMED);
        assertThat(words(findings, ConditionType.CONTROL_PLANE_AVAILABLE))
                .isEqualTo("False/Unavailable");
    }

    @Test
    void oneReplicaLessIsStillRolledOut() {
        assertThat(facts(2, "True").isRolledOut(3)).isTrue();
        assertThat(facts(1, "True").isRolledOut(3)).isFalse();
    }

    @Test
    void humanIsNeededForAVersionThatIsNotThere() {
        List<Finding> findings = InstallFindings.notAvailable(PLAN, "2.0.0");

        assertThat(words(findings, ConditionType.STALLED)).isEqualTo("True/VersionNotAvailable");
    }

    private static String words(List<Finding> findings, ConditionType type) {
        return findings.stream()
                .filter(f -> f.type() == type)
                .map(f -> f.verdict().word() + '/' + f.reason().word())
                .findFirst()
                .orElse("nothing");
    }

    @Test
    void replicaOfAnOlderTemplateIsNotRolledOut() {
        assertThat(facts(3, 4, "True").isRolledOut(3))
                .as("what is available may be the older one")
                .isFalse();
    }

    private static InstallFacts facts(int available, String authorityReady) {
        return facts(available, 3, authorityReady);
    }

    private static InstallFacts facts(int available, int present, String authorityReady) {
        MeshCondition ready =
                new MeshCondition(
                        "Ready", authorityReady, "Any", "says why", "2026-11-20T10:00:00Z", 1L);
        return new InstallFacts(
                Optional.of(
                        new AuthorityView(
                                meta("default"),
                                new CertificateAuthoritySpec(null, null),
                                List.of(ready))),
                List.of(),
                Optional.empty(),
                Optional.of(
                        new DeploymentView(meta("tulle-discovery"), 1, 3, present, 3, available)),
                Optional.of("Y2E="));
    }

    private static Meta meta(String name) {
        return new Meta(ObjectName.of("", name), "uid", 1, "1", Instant.EPOCH, null);
    }

    private static ProgrammedVerdict verdict(Outcome outcome, Reason reason) {
        return new ProgrammedVerdict(
                outcome, reason, "says why", Report.Counts.NONE, Optional.empty());
    }
}
