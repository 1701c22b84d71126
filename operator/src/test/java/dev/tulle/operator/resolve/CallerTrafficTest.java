package dev.tulle.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.v1alpha1.HttpMethod;
import dev.tulle.api.v1alpha1.Traffic;
import dev.tulle.api.v1alpha1.TrafficMatch;
import dev.tulle.api.v1alpha1.TrafficRule;
import dev.tulle.operator.view.FakeCluster;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PolicyView;
import dev.tulle.operator.view.SplitView;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerTrafficTest {

    private final FakeCluster cluster = new FakeCluster();

    private TrafficLevels levels(int port) {
        return TrafficLevels.ofService(
                Reads.of(cluster.view()), ObjectName.of("shop", "web"), port);
    }

    private static Traffic timeouts(
            @Nullable String connect, @Nullable String request, @Nullable String perTry) {
        return new Traffic(new Traffic.Timeouts(connect, request, perTry, null), null, null, null);
    }

    private static Traffic balancing(Traffic.Algorithm algorithm, @Nullable String slowStart) {
        return new Traffic(
                null, null, null, new Traffic.LoadBalancing(algorithm, null, slowStart, null));
    }

    private static Traffic breaker(@Nullable IntOrString success, @Nullable String ejection) {
        return new Traffic(
                null,
                null,
                new Traffic.CircuitBreaker(null, success, ejection, null, null, null, null, null),
                null);
    }

    @Test
    void knowsWhatUnsetMeans() {
        TrafficLevels none = levels(80);

        assertThat(CallerTraffic.timeouts(none))
                .isEqualTo(
                        new CallerTraffic.Timeouts(
                                Duration.ofSeconds(1),
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ofMinutes(5)));
        assertThat(CallerTraffic.retries(none))
                .isEqualTo(
                        new CallerTraffic.Retries(
                                2,
                                Traffic.Methods.IDEMPOTENT,
                                List.of(
                                        Traffic.Outcome.CONNECT_FAILURE,
                                        Traffic.Outcome.REFUSED,
                                        Traffic.Outcome.UNAVAILABLE),
                                Duration.ofMillis(25),
                                Duration.ofMillis(250),
                                20,
                                3));
        assertThat(CallerTraffic.breaker(none))
                .isEqualTo(
                        new CallerTraffic.Breaker(
                                5, 80_000, Duration.ofSeconds(10), Duration.ofMinutes(5), 50));
        assertThat(CallerTraffic.limits(none).areSet()).isFalse();
        assertThat(CallerTraffic.balancing(none).algorithm())
                .isEqualTo(Traffic.Algorithm.PEAK_EWMA);
        assertThat(CallerTraffic.balancing(none).maxConnectionAge())
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void takesEachFieldFromTheMostSpecificLevelThatSetsIt() {
        cluster.namespaceTraffic("all", timeouts("2s", "10s", "3s"));
        cluster.serviceTraffic("web", "web", null, timeouts(null, "5s", null));
        cluster.serviceTraffic("web-80", "web", 80, timeouts(null, null, "1s"));
        cluster.serviceTraffic("other", "other", null, timeouts("9s", "9s", "9s"));

        CallerTraffic.Timeouts at80 = CallerTraffic.timeouts(levels(80));
        CallerTraffic.Timeouts at81 = CallerTraffic.timeouts(levels(81));

        assertThat(at80.connect()).isEqualTo(Duration.ofSeconds(2));
        assertThat(at80.request()).isEqualTo(Duration.ofSeconds(5));
        assertThat(at80.perTry()).isEqualTo(Duration.ofSeconds(1));
        assertThat(at81.perTry()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void putsASplitAboveItsServiceAndARuleAboveBoth() {
        cluster.service("web", 80, 81);
        TrafficMatch get = new TrafficMatch(null, List.of(HttpMethod.GET), null, null, null);
        TrafficRule slow =
                new TrafficRule("slow", List.of(get), null, null, null, null, null, null, null);
        SplitView split = cluster.rules("web", 80, slow);
        cluster.serviceTraffic("port", "web", 80, timeouts("2s", "2s", "2s"));
        cluster.splitTraffic("split", "web", null, timeouts(null, "3s", "3s"));
        cluster.splitTraffic("rule", "web", "slow", timeouts(null, null, "1s"));
        cluster.splitTraffic("elsewhere", "other", "slow", timeouts("9s", "9s", "9s"));
        Reads reads = Reads.of(cluster.view());
        ObjectName web = ObjectName.of("shop", "web");

        assertThat(CallerTraffic.timeouts(TrafficLevels.ofRule(reads, split, "slow", 80)))
                .isEqualTo(waits(2, 3, 1));
        assertThat(CallerTraffic.timeouts(TrafficLevels.ofRule(reads, split, "other", 80)))
                .isEqualTo(waits(2, 3, 3));
        assertThat(CallerTraffic.timeouts(TrafficLevels.ofCalls(reads, web, 80)))
                .isEqualTo(waits(2, 3, 3));
        assertThat(CallerTraffic.timeouts(TrafficLevels.ofCalls(reads, web, 81)))
                .as("the split does not own this port")
                .isEqualTo(waits(1, 0, 0));
        assertThat(CallerTraffic.timeouts(TrafficLevels.ofService(reads, web, 80)))
                .isEqualTo(waits(2, 2, 2));
    }

    private static CallerTraffic.Timeouts waits(int connect, int request, int perTry) {
        return new CallerTraffic.Timeouts(
                Duration.ofSeconds(connect),
                Duration.ofSeconds(request),
                Duration.ofSeconds(perTry),
                Duration.ofMinutes(5));
    }

    @Test
    void cutsPerTryToRequest() {
        cluster.namespaceTraffic("all", timeouts(null, null, "3s"));
        cluster.serviceTraffic("web", "web", null, timeouts(null, "1s", null));

        assertThat(CallerTraffic.timeouts(levels(80)).perTry()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void letsALimitBeTakenAwayByALevelBelow() {
        cluster.namespaceTraffic("all", timeouts(null, "1s", "500ms"));
        cluster.serviceTraffic("web", "web", null, timeouts(null, "0s", null));

        CallerTraffic.Timeouts timeouts = CallerTraffic.timeouts(levels(80));

        assertThat(timeouts.request()).isZero();
        assertThat(timeouts.perTry()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void takesLoadBalancingAsAWhole() {
        cluster.namespaceTraffic("all", balancing(Traffic.Algorithm.RANDOM, "1m"));
        cluster.serviceTraffic("web", "web", null, balancing(Traffic.Algorithm.ROUND_ROBIN, null));

        CallerTraffic.Balancing balancing = CallerTraffic.balancing(levels(80));

        assertThat(balancing.algorithm()).isEqualTo(Traffic.Algorithm.ROUND_ROBIN);
        assertThat(balancing.slowStart()).as("not inherited").isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({"80, 80000", "99.999, 99999", "99.5, 99500", "0, 0", "100, 100000"})
    void readsPercentages(String text, int per100k) {
        cluster.namespaceTraffic("all", breaker(new IntOrString(text), null));

        assertThat(CallerTraffic.breaker(levels(80)).minSuccessPer100k()).isEqualTo(per100k);
    }

    @Test
    void neverDoublesToLessThanTheFirstEjection() {
        cluster.namespaceTraffic("all", breaker(null, "10m"));

        assertThat(CallerTraffic.breaker(levels(80)).maxEjection())
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void letsTheOlderOfOneLevelDecideAndTellsTheYoungerWhere() {
        cluster.service("web", 80);
        PolicyView older = cluster.serviceTraffic("z", "web", null, timeouts(null, "1s", null));
        PolicyView younger = cluster.serviceTraffic("a", "web", null, timeouts("2s", "9s", null));

        CallerTraffic.Timeouts timeouts = CallerTraffic.timeouts(levels(80));

        assertThat(timeouts.request()).isEqualTo(Duration.ofSeconds(1));
        assertThat(timeouts.connect())
                .as("its other fields apply")
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(findings(older).conflicts()).isEmpty();
        assertThat(findings(younger).conflicts())
                .containsExactly(new Conflict("traffic.timeouts.request", "MeshPolicy shop/z"));
        assertThat(findings(younger).findings().getFirst().sentence())
                .isEqualTo(
                        "MeshPolicy shop/z is older and decides traffic.timeouts.request: delete"
                                + " one of the two");
    }

    private PolicyFindings findings(PolicyView policy) {
        return PolicyFindings.of(Reads.of(cluster.view()), policy);
    }

    @Test
    void seesNoConflictBetweenTargetsOrInTheSameWord() {
        cluster.service("web", 80);
        List<PolicyView> policies =
                List.of(
                        cluster.namespaceTraffic("all", timeouts(null, "1s", null)),
                        cluster.serviceTraffic("web", "web", null, timeouts(null, "2s", null)),
                        cluster.serviceTraffic("same", "web", null, timeouts(null, "2s", null)),
                        cluster.serviceTraffic("port", "web", 80, timeouts(null, "3s", null)));

        assertThat(policies)
                .allSatisfy(policy -> assertThat(findings(policy).conflicts()).isEmpty());
    }
}
