package dev.tulle.operator.report;

import static dev.tulle.operator.view.FakeCluster.backend;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.v1alpha1.HttpMethod;
import dev.tulle.api.v1alpha1.TrafficMatch;
import dev.tulle.api.v1alpha1.TrafficRule;
import dev.tulle.api.v1alpha1.TrafficSplitSpec;
import dev.tulle.operator.view.FakeCluster;
import dev.tulle.operator.view.SplitView;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplitTrafficTest {

    private final FakeCluster cluster = new FakeCluster();

    private static TrafficRule rule(String name, TrafficSplitSpec.Backend... backends) {
        TrafficMatch get = new TrafficMatch(null, List.of(HttpMethod.GET), null, null, null);
        return new TrafficRule(
                name,
                List.of(get),
                backends.length == 0 ? null : List.of(backends),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static RequestWindow.Route route(String backend, String rule) {
        return new RequestWindow.Route("shop/web:80", backend, rule);
    }

    @Test
    void countsByWeightOnlyWhatTheWeightsShared() {
        SplitView split =
                cluster.rules("web", null, rule("beta", backend("canary", 1)), rule("edited"));

        SplitTraffic traffic =
                SplitTraffic.of(
                        split,
                        Map.of(
                                route("shop/web:80", ""),
                                80L,
                                route("shop/canary:80", "beta"),
                                12L,
                                route("shop/web:80", "edited"),
                                5L,
                                route("", "closed"),
                                3L,
                                new RequestWindow.Route("shop/other:80", "shop/web:80", ""),
                                99L));

        assertThat(traffic.byBackend()).isEqualTo(Map.of("web", 85L));
        assertThat(traffic.rules())
                .isEqualTo(
                        new Report.RuleShares(
                                100, Map.of("beta", 12L, "edited", 5L, "closed", 3L)));
    }

    @Test
    void countsThePortThatTheSplitIsAbout() {
        SplitView split = cluster.rules("web", 81, rule("beta"));

        SplitTraffic traffic =
                SplitTraffic.of(
                        split,
                        Map.of(
                                route("shop/web:80", "beta"),
                                80L,
                                new RequestWindow.Route("shop/web:81", "shop/web:81", "beta"),
                                2L));

        assertThat(traffic.rules()).isEqualTo(new Report.RuleShares(2, Map.of("beta", 2L)));
    }

    @Test
    void addsUpOverReplicas() {
        Report.SplitRow row =
                new Report.SplitRow(
                        "uid", List.of(), new Report.RuleShares(10, Map.of("a", 4L, "b", 1L)));
        Report.SplitRow other =
                new Report.SplitRow("uid", List.of(), new Report.RuleShares(5, Map.of("a", 2L)));
        Report.SplitRow older = new Report.SplitRow("uid", List.of(), null);

        Reports reports =
                Reports.NONE
                        .with(new Report("a", List.of(), List.of(row)))
                        .with(new Report("b", List.of(), List.of(other)))
                        .with(new Report("c", List.of(), List.of(older)));

        assertThat(reports.rules("uid"))
                .isEqualTo(new Report.RuleShares(15, Map.of("a", 6L, "b", 1L)));
        assertThat(reports.rules("none")).isEqualTo(Report.RuleShares.NONE);
    }
}
