package dev.tulle.operator.traffic;

import static dev.tulle.operator.view.FakeCluster.backend;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.Reason;
import dev.tulle.api.v1alpha1.HttpMethod;
import dev.tulle.api.v1alpha1.ProxyCounts;
import dev.tulle.api.v1alpha1.TrafficMatch;
import dev.tulle.api.v1alpha1.TrafficRule;
import dev.tulle.api.v1alpha1.TrafficSplitStatus;
import dev.tulle.api.v1alpha1.TrafficSplitStatus.Effective;
import dev.tulle.api.v1alpha1.TrafficSplitStatus.RuleShare;
import dev.tulle.operator.report.ProgrammedVerdict;
import dev.tulle.operator.report.ProgrammedVerdict.Outcome;
import dev.tulle.operator.report.Report;
import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.status.Finding;
import dev.tulle.operator.status.Finding.Verdict;
import dev.tulle.operator.view.FakeCluster;
import dev.tulle.operator.view.SplitView;
import dev.tulle.operator.view.ViewKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SplitDecisionTest {

    private static final ProgrammedVerdict LIVE =
            verdict(Outcome.TRUE, Reason.PROGRAMMED, "2 of 2 proxies run generation 1");

    private final FakeCluster cluster = new FakeCluster();
    private Report.RuleShares rules = Report.RuleShares.NONE;
    private final SplitView split;

    SplitDecisionTest() {
        cluster.service("web", 80);
        cluster.service("web-canary", 80);
        split = cluster.split("web", "web", backend("web", 90), backend("web-canary", 10));
    }

    @Test
    void isReadyWhenItIsAcceptedResolvedAndLive() {
        SplitDecision decision = decide(split, LIVE, List.of());

        assertThat(finding(decision, ConditionType.READY))
                .isEqualTo(
                        Finding.holds(
                                ConditionType.READY,
                                Reason.PROGRAMMED,
                                "2 of 2 proxies run generation 1"));
        assertThat(finding(decision, ConditionType.STALLED).verdict()).isEqualTo(Verdict.FALSE);
        assertThat(decision.proxies()).isEqualTo(new ProxyCounts(2, 2, 0, 0));
        TrafficSplitStatus status = decision.status(1, List.of());
        assertThat(status.weights()).isEqualTo("web=90 web-canary=10");
        assertThat(status.observedGeneration()).isEqualTo(1);
    }

    @Test
    void isNotReadyWhileProxiesAreMissingButNobodyHasToAct() {
        SplitDecision decision =
                decide(
                        split,
                        verdict(
                                Outcome.FALSE,
                                Reason.WAITING_FOR_PROXIES,
                                "1 of 2; waiting for shop/a"),
                        List.of());

        assertThat(finding(decision, ConditionType.READY).reason())
                .isEqualTo(Reason.WAITING_FOR_PROXIES);
        assertThat(finding(decision, ConditionType.STALLED).verdict()).isEqualTo(Verdict.FALSE);
    }

    @Test
    void stallsWhenAProxyRefuses() {
        SplitDecision decision =
                decide(
                        split,
                        verdict(Outcome.FALSE, Reason.PROXY_REJECTED, "Pod shop/a: too heavy"),
                        List.of());

        assertThat(finding(decision, ConditionType.STALLED))
                .isEqualTo(
                        Finding.holds(
                                ConditionType.STALLED,
                                Reason.PROXY_REJECTED,
                                "Pod shop/a: too heavy"));
    }

    @Test
    void staysReadyWhenNobodyKnowsAnythingNewer() {
        SplitDecision decision =
                decide(
                        split,
                        verdict(Outcome.UNCHANGED, Reason.PROGRAMMED, "no replica reports"),
                        List.of());

        assertThat(finding(decision, ConditionType.PROGRAMMED).verdict()).isEqualTo(Verdict.TRUE);
        assertThat(finding(decision, ConditionType.READY).verdict()).isEqualTo(Verdict.TRUE);
    }

    @Test
    void tellsThatABackendIsMissingAndThatItGetsNothing() {
        cluster.remove(ViewKind.SERVICE, "web-canary");

        SplitDecision decision = decide(split, LIVE, List.of());

        assertThat(finding(decision, ConditionType.READY).reason())
                .isEqualTo(Reason.BACKEND_NOT_FOUND);
        assertThat(decision.status(1, List.of()).weights()).isEqualTo("web=90 web-canary=0");
    }

    @Test
    void saysNothingOfWeightsWhileAnOlderSplitDecides() {
        SplitView younger = cluster.split("second", "web", backend("web", 1));

        SplitDecision decision = decide(younger, LIVE, List.of());

        assertThat(finding(decision, ConditionType.READY).reason()).isEqualTo(Reason.CONFLICTED);
        assertThat(finding(decision, ConditionType.STALLED).verdict()).isEqualTo(Verdict.TRUE);
        assertThat(decision.status(1, List.of()).weights()).isNull();
        assertThat(decision.status(1, List.of()).effective()).isNull();
    }

    @Test
    void doesNotSpeakOfEndpointsThatNoReplicaHasCounted() {
        SplitDecision decision = decide(split, LIVE, List.of());

        assertThat(decision.findings())
                .extracting(Finding::type)
                .doesNotContain(ConditionType.BACKENDS_READY);
        assertThat(decision.effective())
                .containsExactly(
                        new Effective("web", 90, null, null),
                        new Effective("web-canary", 10, null, null));
    }

    @Test
    void staysReadyWhenABackendHasNoEndpoints() {
        SplitDecision decision =
                decide(split, LIVE, List.of(row("web", 3, 0), row("web-canary", 0, 0)));

        assertThat(finding(decision, ConditionType.BACKENDS_READY).reason())
                .isEqualTo(Reason.NO_ENDPOINTS);
        assertThat(finding(decision, ConditionType.READY).verdict()).isEqualTo(Verdict.TRUE);
    }

    @Test
    void showsTheSharesThatProxiesSaw() {
        SplitDecision decision =
                decide(split, LIVE, List.of(row("web", 3, 880), row("web-canary", 1, 120)));

        assertThat(decision.effective())
                .containsExactly(
                        new Effective("web", 90, 3, 88), new Effective("web-canary", 10, 1, 12));
    }

    @Test
    void keepsAShareThatMovedByLessThanTwoPercent() {
        TrafficSplitStatus before =
                decide(split, LIVE, List.of(row("web", 3, 880), row("web-canary", 1, 120)))
                        .status(1, List.of());

        SplitDecision near =
                decide(split, LIVE, List.of(row("web", 3, 889), row("web-canary", 1, 111)), before);
        SplitDecision far =
                decide(split, LIVE, List.of(row("web", 3, 90), row("web-canary", 1, 10)), before);

        assertThat(near.effective()).extracting(Effective::observedPercent).containsExactly(88, 12);
        assertThat(far.effective()).extracting(Effective::observedPercent).containsExactly(90, 10);
    }

    @Test
    void saysWhichShareOfTheRequestsEachRuleTook() {
        SplitView ruled = cluster.rules("web", null, rule("beta"), rule("bots"));
        rules = new Report.RuleShares(1000, Map.of("beta", 43L));

        SplitDecision decision = decide(ruled, LIVE, List.of(row("web", 3, 957)));
        TrafficSplitStatus stored = decision.status(1, List.of());
        rules = new Report.RuleShares(1000, Map.of("beta", 52L, "bots", 20L));
        SplitDecision later = decide(ruled, LIVE, List.of(row("web", 3, 928)), stored);

        assertThat(decision.rules())
                .containsExactly(new RuleShare("beta", 4), new RuleShare("bots", 0));
        assertThat(later.rules())
                .as("a move by less than two percent is no reason to write")
                .containsExactly(new RuleShare("beta", 4), new RuleShare("bots", 2));
    }

    @Test
    void saysNothingOfRulesThatNobodyUsed() {
        SplitView ruled = cluster.rules("web", null, rule("beta"));

        assertThat(decide(ruled, LIVE, List.of(row("web", 3, 0))).rules())
                .containsExactly(new RuleShare("beta", null));
        assertThat(decide(split, LIVE, List.of()).status(1, List.of()).rules()).isNull();
    }

    private static TrafficRule rule(String name) {
        TrafficMatch get = new TrafficMatch(null, List.of(HttpMethod.GET), null, null, null);
        return new TrafficRule(name, List.of(get), null, null, null, null, null, null, null);
    }

    private SplitDecision decide(
            SplitView of, ProgrammedVerdict verdict, List<Report.BackendRow> backends) {
        return decide(of, verdict, backends, null);
    }

    private SplitDecision decide(
            SplitView of,
            ProgrammedVerdict verdict,
            List<Report.BackendRow> backends,
            @Nullable TrafficSplitStatus before) {
        return SplitDecision.of(
                new SplitDecision.Evidence(
                        Reads.of(cluster.view()), of, verdict, backends, rules, before));
    }

    private static Report.BackendRow row(String service, int ready, long requests) {
        return new Report.BackendRow(service, ready, requests);
    }

    private static ProgrammedVerdict verdict(Outcome outcome, Reason reason, String message) {
        return new ProgrammedVerdict(
                outcome, reason, message, new Report.Counts(2, 2, 0, 0), Optional.empty());
    }

    private static Finding finding(SplitDecision decision, ConditionType type) {
        return decision.findings().stream()
                .filter(finding -> finding.type() == type)
                .findFirst()
                .orElseThrow();
    }
}
