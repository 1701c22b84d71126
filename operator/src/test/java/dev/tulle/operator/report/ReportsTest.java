package dev.tulle.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportsTest {

    @Test
    void addsUpRequestsAndTakesTheLargestNumberOfEndpoints() {
        Reports reports =
                Reports.NONE
                        .with(report("a", row(1), split(3, 90), split(1, 10)))
                        .with(report("b", row(1), split(2, 5)));

        assertThat(reports.backends("uid").getFirst())
                .isEqualTo(new Report.BackendRow("web", 3, 95));
    }

    @Test
    void knowsNothingOfAReplicaThatIsGone() {
        Reports reports = Reports.NONE.with(report("a", row(1))).without("a");

        assertThat(reports.rows("uid")).isEmpty();
        assertThat(reports.replicas()).isEmpty();
    }

    @Test
    void namesTheObjectsWhoseNumbersChanged() {
        Report before = report("a", row(1));
        Report same = report("a", row(1));
        Report after = report("a", row(2));

        assertThat(Reports.changed(before, same)).isEmpty();
        assertThat(Reports.changed(before, after)).containsExactly("uid");
        assertThat(Reports.changed(null, after)).containsExactly("uid");
        assertThat(Reports.changed(after, null)).containsExactly("uid");
    }

    private static Report.ObjectRow row(long generation) {
        return new Report.ObjectRow(
                "uid", generation, Report.Counts.NONE, 0, null, List.of(), List.of());
    }

    private static Report.BackendRow split(int ready, long requests) {
        return new Report.BackendRow(ready == 1 ? "web-canary" : "web", ready, requests);
    }

    private static Report report(
            String replica, Report.ObjectRow row, Report.BackendRow... backends) {
        return new Report(
                replica,
                List.of(row),
                List.of(new Report.SplitRow("uid", List.of(backends), null)));
    }
}
