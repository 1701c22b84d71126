package dev.tulle.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.Reason;
import dev.tulle.operator.report.ProgrammedVerdict.Absent;
import dev.tulle.operator.report.ProgrammedVerdict.Before;
import dev.tulle.operator.report.ProgrammedVerdict.Evidence;
import dev.tulle.operator.report.ProgrammedVerdict.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// One method per row of the table, in the table's order.
class ProgrammedVerdictTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final long GENERATION = 3;
    private static final Report.Counts FORMER = new Report.Counts(5, 4, 0, 0);

    @Test
    void staysAsItWasWhenNobodyReports() {
        Evidence evidence = evidence(Map.of(), 0, Before.TRUE);

        ProgrammedVerdict verdict = ProgrammedVerdict.of(evidence, NOW);

        assertThat(verdict.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(verdict.counts()).isEqualTo(new Report.Counts(5, 4, 0, 5));
    }

    @Test
    void neverCallsAnEditLiveThatNobodyHasSeen() {
        Evidence evidence =
                evidence(
                        Map.of("discovery-a", row(2, counts(5, 5, 0, 0), 0, null)),
                        0,
                        Before.NOT_TRUE);

        ProgrammedVerdict verdict = ProgrammedVerdict.of(evidence, NOW);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FALSE);
        assertThat(verdict.reason()).isEqualTo(Reason.WAITING_FOR_PROXIES);
    }

    @Test
    void waitsForAReadyReplicaThatHasNotCompiledTheGeneration() {
        Evidence evidence =
                evidence(
                        Map.of(
                                "discovery-a", row(3, counts(2, 2, 0, 0), 0, null),
                                "discovery-b", row(2, counts(1, 1, 0, 0), 0, null)),
                        3,
                        Before.TRUE);

        ProgrammedVerdict verdict = ProgrammedVerdict.of(evidence, NOW);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FALSE);
        assertThat(verdict.reason()).isEqualTo(Reason.WAITING_FOR_PROXIES);
        assertThat(verdict.message()).isEqualTo("discovery: discovery-b has not seen generation 3");
        assertThat(verdict.counts()).as("five had it before").isEqualTo(counts(5, 2, 0, 3));
    }

    @Test
    void doesNotWaitForAReplicaThatIsNotReady() {
        Evidence evidence =
                evidence(
                        Map.of(
                                "discovery-a", row(3, counts(2, 2, 0, 0), 0, null),
                                "discovery-b", row(2, counts(1, 1, 0, 0), 0, null)),
                        1,
                        Before.NOT_TRUE);

        ProgrammedVerdict verdict = ProgrammedVerdict.of(evidence, NOW);

        assertThat(verdict.outcome()).isEqualTo(Outcome.TRUE);
        assertThat(verdict.counts()).isEqualTo(counts(2, 2, 0, 0));
    }

    @Test
    void repeatsTheSentenceOfAProxyThatRefused() {
        Report.ObjectRow row =
                new Report.ObjectRow(
                        "uid",
                        GENERATION,
                        counts(3, 2, 1, 0),
                        1,
                        NOW.getEpochSecond() - 1,
                        List.of("shop/web-1"),
                        List.of(
                                new Report.Refusal(
                                        "shop/web-1", "INVALID_FIELD", "weight is above 1000000")));

        ProgrammedVerdict verdict = ProgrammedVerdict.of(evidence(row, Before.TRUE), NOW);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FALSE);
        assertThat(verdict.reason()).isEqualTo(Reason.PROXY_REJECTED);
        assertThat(verdict.message())
                .isEqualTo("refused by 1 of 3; Pod shop/web-1: weight is above 1000000");
    }

    @Test
    void isProgrammedWhenNoProxyNeedsIt() {
        ProgrammedVerdict verdict =
                ProgrammedVerdict.of(
                        evidence(row(3, counts(0, 0, 0, 0), 0, null), Before.NOT_TRUE), NOW);

        assertThat(verdict.outcome()).isEqualTo(Outcome.TRUE);
        assertThat(verdict.reason()).isEqualTo(Reason.NO_PROXIES);
    }

    @Test
    void isProgrammedWhenEveryProxyHasAcknowledged() {
        ProgrammedVerdict verdict =
                ProgrammedVerdict.of(
                        evidence(row(3, counts(14, 14, 0, 1), 0, null), Before.NOT_TRUE), NOW);

        assertThat(verdict.outcome()).isEqualTo(Outcome.TRUE);
        assertThat(verdict.reason()).isEqualTo(Reason.PROGRAMMED);
        assertThat(verdict.message()).isEqualTo("14 of 14 proxies run generation 3");
    }

    @Test
    void staysProgrammedWhileTheMissingProxiesAreYoung() {
        ProgrammedVerdict verdict =
                ProgrammedVerdict.of(
                        evidence(
                                row(3, counts(14, 13, 0, 0), 1, NOW.getEpochSecond() - 20),
                                Before.TRUE),
                        NOW);

        assertThat(verdict.outcome()).isEqualTo(Outcome.TRUE);
        assertThat(verdict.reason()).isEqualTo(Reason.PROGRAMMED);
        assertThat(verdict.askAgain()).contains(Duration.ofSeconds(10));
    }

    @Test
    void waitsForYoungProxiesWhileItWasNeverTrue() {
        ProgrammedVerdict verdict =
                ProgrammedVerdict.of(
                        evidence(
                                row(3, counts(14, 13, 0, 0), 1, NOW.getEpochSecond() - 20),
                                Before.NOT_TRUE),
                        NOW);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FALSE);
    }

    @Test
    void saysStaleWhenOnlyProxiesWithoutAStreamAreMissing() {
        ProgrammedVerdict verdict =
                ProgrammedVerdict.of(
                        evidence(
                                row(3, counts(14, 13, 0, 1), 0, NOW.getEpochSecond() - 60),
                                Before.TRUE),
                        NOW);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FALSE);
        assertThat(verdict.reason()).isEqualTo(Reason.PROXIES_STALE);
        assertThat(verdict.message()).isEqualTo("13 of 14; without a control stream: shop/web-0");
    }

    @Test
    void namesTheProxiesThatItWaitsFor() {
        ProgrammedVerdict verdict =
                ProgrammedVerdict.of(
                        evidence(
                                row(3, counts(42, 39, 0, 1), 2, NOW.getEpochSecond() - 60),
                                Before.TRUE),
                        NOW);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FALSE);
        assertThat(verdict.reason()).isEqualTo(Reason.WAITING_FOR_PROXIES);
        assertThat(verdict.message()).isEqualTo("39 of 42; waiting for shop/web-0 and 2 more");
    }

    @Test
    void waitsForProxiesThatAreNotBackAtDiscovery() {
        ProgrammedVerdict verdict = back(counts(0, 0, 0, 0), Before.NOT_TRUE, new Absent(7, false));

        assertThat(verdict.outcome()).isEqualTo(Outcome.FALSE);
        assertThat(verdict.reason()).isEqualTo(Reason.WAITING_FOR_PROXIES);
        assertThat(verdict.message()).isEqualTo("0 of 5; not back at discovery: 5");
        assertThat(verdict.counts()).as("as before").isEqualTo(counts(5, 0, 0, 5));
        assertThat(verdict.askAgain()).isPresent();
    }

    @Test
    void waitsForEachThatIsExpectedBackAtANewDiscovery() {
        ProgrammedVerdict verdict = back(counts(5, 5, 0, 0), Before.NOT_TRUE, new Absent(2, true));

        assertThat(verdict.outcome()).isEqualTo(Outcome.FALSE);
        assertThat(verdict.reason()).isEqualTo(Reason.WAITING_FOR_PROXIES);
        assertThat(verdict.message()).isEqualTo("5 of 5; not back at discovery: 2");
        assertThat(verdict.counts()).as("who needs it").isEqualTo(counts(5, 5, 0, 0));
        assertThat(verdict.askAgain()).isPresent();
    }

    @Test
    void keepsCountingThoseThatAreNotBackWhenItIsLive() {
        ProgrammedVerdict verdict = back(counts(4, 4, 0, 0), Before.TRUE, new Absent(7, true));

        assertThat(verdict.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(verdict.counts()).isEqualTo(counts(5, 5, 0, 1));
    }

    @Test
    void waitsForNobodyWhenAllAreBack() {
        ProgrammedVerdict verdict = back(counts(0, 0, 0, 0), Before.NOT_TRUE, new Absent(0, true));

        assertThat(verdict.outcome()).isEqualTo(Outcome.TRUE);
        assertThat(verdict.reason()).isEqualTo(Reason.NO_PROXIES);
    }

    private static ProgrammedVerdict back(Report.Counts counts, Before before, Absent absent) {
        Map<String, Report.ObjectRow> rows =
                Map.of("discovery-a", row(GENERATION, counts, 0, null));
        return ProgrammedVerdict.of(new Evidence(GENERATION, rows, 1, FORMER, before, absent), NOW);
    }

    private static Evidence evidence(Report.ObjectRow row, Before before) {
        return evidence(Map.of("discovery-a", row), 1, before);
    }

    private static Evidence evidence(
            Map<String, Report.ObjectRow> rows, int available, Before before) {
        return new Evidence(GENERATION, rows, available, FORMER, before, Absent.NONE);
    }

    private static Report.Counts counts(int targeted, int programmed, int rejected, int stale) {
        return new Report.Counts(targeted, programmed, rejected, stale);
    }

    private static Report.ObjectRow row(
            long generation, Report.Counts counts, int awaited, @Nullable Long oldestMissing) {
        List<String> waiting =
                counts.targeted() > counts.programmed() ? List.of("shop/web-0") : List.of();
        return new Report.ObjectRow(
                "uid", generation, counts, awaited, oldestMissing, waiting, List.of());
    }
}
