package dev.tulle.proxy.balance;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tulle.proxy.model.BalancePolicy;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PeakEwmaTest {
    private static final long SEED = 20_261_120;

    private final MockTicker ticker = Ticker.newMockTicker();
    private final Random seeded = new Random(SEED);

    private record Pod(String address, String state) {}

    private Balanced<String> balancer(RandomGenerator random, String... endpoints) {
        Balanced<String> balancer =
                Balanced.of(new BalancePolicy.PeakEwma(), Function.identity(), ticker, random);
        balancer.update(List.of(endpoints));
        return balancer;
    }

    private static EndpointLoad<String> load(Balanced<String> balancer, String endpoint) {
        return balancer.load(endpoint);
    }

    private static String chosen(Balanced<String> balancer) {
        return Objects.requireNonNull(balancer.choose(e -> true)).endpoint();
    }

    private static void sample(EndpointLoad<?> load, long millis) {
        load.sample(MILLISECONDS.toNanos(millis));
    }

    @Test
    void raisesToThePeakAtOnce() {
        EndpointLoad<String> load = load(balancer(seeded, "a"), "a");

        sample(load, 250);

        assertThat(load.millis()).isEqualTo(250);
    }

    @Test
    void fallsTowardsLowerSamplesByTheElapsedTime() {
        EndpointLoad<String> load = load(balancer(seeded, "a"), "a");
        sample(load, 100);

        ticker.advance(10, SECONDS);
        sample(load, 20);

        assertThat(load.millis()).isCloseTo(20 + 80 * Math.exp(-1), within(1e-9));
    }

    @Test
    void decaysToTheFloorWithoutSamples() {
        EndpointLoad<String> load = load(balancer(seeded, "a"), "a");
        sample(load, 100);

        ticker.advance(10, SECONDS);
        assertThat(load.millis()).isCloseTo(100 * Math.exp(-1), within(1e-9));

        ticker.advance(10, MINUTES);
        assertThat(load.millis()).isEqualTo(0.1);
    }

    @Test
    void costFollowsTheFormula() {
        EndpointLoad<String> load = load(balancer(seeded, "a"), "a");
        sample(load, 40);
        load.started();
        load.started();
        load.failed();

        double s = 15.0 / 16;
        assertThat(load.success()).isCloseTo(s, within(1e-9));
        assertThat(load.cost(40, s)).isCloseTo(40 * 3 / Math.pow(s, 4), within(1e-9));
    }

    @Test
    void successFallsPerFailureRecoversInTimeAndKeepsAFloor() {
        EndpointLoad<String> load = load(balancer(seeded, "a"), "a");

        load.failed();
        load.failed();
        assertThat(load.success()).isCloseTo(Math.pow(15.0 / 16, 2), within(1e-9));

        for (int i = 0; i < 200; i++) {
            load.failed();
        }
        assertThat(load.success()).isCloseTo(0.05, within(1e-12));

        load.succeeded();
        assertThat(load.success()).isCloseTo(0.05 + 0.95 / 16, within(1e-9));

        ticker.advance(10, SECONDS);
        assertThat(load.success()).isCloseTo(1 - (0.95 - 0.95 / 16) * Math.exp(-1), within(1e-9));
    }

    @Test
    void startsNewEndpointsAtTheMeanOfTheOthers() {
        Balanced<String> balancer = balancer(seeded, "a", "b");
        assertThat(load(balancer, "a").millis()).as("no others").isEqualTo(1);
        sample(load(balancer, "a"), 10);
        sample(load(balancer, "b"), 30);

        balancer.update(List.of("a", "b", "c"));

        assertThat(load(balancer, "c").millis()).isEqualTo(20);
    }

    @Test
    void keepsWhatWasMeasuredForEndpointsThatStay() {
        Balanced<Pod> balancer =
                Balanced.of(new BalancePolicy.PeakEwma(), Pod::address, ticker, seeded);
        balancer.update(List.of(new Pod("10.0.0.1", "ready"), new Pod("10.0.0.2", "ready")));
        EndpointLoad<Pod> before = balancer.endpoints().getFirst();
        before.started();
        sample(before, 70);

        balancer.update(List.of(new Pod("10.0.0.3", "ready"), new Pod("10.0.0.1", "draining")));

        EndpointLoad<Pod> after = balancer.endpoints().get(1);
        assertThat(after).isSameAs(before);
        assertThat(after.endpoint().state()).isEqualTo("draining");
        assertThat(after.inflight()).isEqualTo(1);
        assertThat(after.millis()).isEqualTo(70);
    }

    @Test
    void takesTheFirstDrawOfATie() {
        // Index 2 of 3 first, then index 0 of the 2 others.
        Balanced<String> balancer = balancer(new Scripted(2, 0), "a", "b", "c");

        assertThat(chosen(balancer)).isEqualTo("c");
    }

    @Test
    void neverComparesAnEndpointWithItself() {
        // Both draws say 1: the second then means the endpoint behind it.
        Balanced<String> balancer = balancer(new Scripted(1, 1), "a", "b", "c");
        sample(load(balancer, "b"), 50);

        assertThat(chosen(balancer)).isEqualTo("c");
    }

    @Test
    void choosesOnlyAmongTheEligible() {
        Balanced<String> balancer = balancer(seeded, "a", "b", "c", "d");
        Map<String, Integer> counts = new HashMap<>();

        for (int i = 0; i < 1_000; i++) {
            String endpoint =
                    Objects.requireNonNull(balancer.choose(e -> e.equals("b") || e.equals("d")))
                            .endpoint();
            counts.merge(endpoint, 1, Integer::sum);
        }

        assertThat(counts).containsOnlyKeys("b", "d");
        assertThat(counts.get("b")).as("seed %d", SEED).isBetween(400, 600);
    }

    @Test
    void choosesTheOnlyEligibleAndNothingWithoutOne() {
        Balanced<String> balancer = balancer(seeded, "a", "b");

        assertThat(Objects.requireNonNull(balancer.choose("b"::equals)).endpoint()).isEqualTo("b");
        assertThat(balancer.choose(e -> false)).isNull();
        assertThat(balancer(seeded).choose(e -> true)).isNull();
    }

    @Test
    void takesTheFirstDrawWithinTheMarginAndTheSecondBeyondIt() {
        Balanced<String> within = balancer(new Scripted(0, 0), "a", "b");
        sample(load(within, "a"), 15);
        sample(load(within, "b"), 10);
        assertThat(chosen(within)).isEqualTo("a");

        Balanced<String> beyond = balancer(new Scripted(0, 0), "a", "b");
        sample(load(beyond, "a"), 16);
        sample(load(beyond, "b"), 10);
        assertThat(chosen(beyond)).isEqualTo("b");
    }

    @Test
    void givesNoMarginToAnEndpointThatFailedLately() {
        Balanced<String> failedFirst = balancer(new Scripted(0, 0), "a", "b");
        load(failedFirst, "a").failed();
        assertThat(chosen(failedFirst)).isEqualTo("b");

        Balanced<String> failedSecond = balancer(new Scripted(0, 0), "a", "b");
        sample(load(failedSecond, "a"), 11);
        sample(load(failedSecond, "b"), 10);
        load(failedSecond, "b").failed();
        assertThat(chosen(failedSecond)).isEqualTo("a");
    }

    @Test
    void givesNoCreditForTheTimeOfAnEndpointThatFailsFast() {
        Balanced<String> balancer = balancer(new Scripted(0, 0, 1, 0), "good", "broken");
        sample(load(balancer, "good"), 200);
        load(balancer, "broken").failed();

        assertThat(chosen(balancer)).as("200 ms beside a failure after 1 ms").isEqualTo("good");
        assertThat(chosen(balancer)).as("drawn in the other order").isEqualTo("good");
    }

    @Test
    void spreadsCallsMadeOneAtATimeEvenlyOverEqualPods() {
        Balanced<String> balancer = balancer(seeded, "a", "b", "c", "d", "e", "f");
        Map<String, Integer> counts = new HashMap<>();

        for (int i = 0; i < 240; i++) {
            EndpointLoad<String> load = Objects.requireNonNull(balancer.choose(e -> true));
            counts.merge(load.endpoint(), 1, Integer::sum);
            load.started();
            ticker.advance(5, MILLISECONDS);
            load.sample((long) (2_000_000 * Math.exp(0.3 * seeded.nextGaussian())));
            load.ended();
        }

        assertThat(counts.values())
                .as("calls of 240 by pod: %s, seed %d", counts, SEED)
                .hasSize(6)
                .allMatch(calls -> calls >= 20 && calls <= 60, "20 to 60 calls");
    }

    @Test
    void sparesTheSlowPod() {
        Balanced<String> balancer = balancer(seeded, "fast1", "fast2", "slow");

        Map<String, Integer> counts = serve(balancer, Map.of("slow", 200L), Map.of());

        assertThat(counts.getOrDefault("slow", 0)).as("seed %d", SEED).isLessThan(600);
    }

    @Test
    void sparesThePodThatFailsFast() {
        Balanced<String> balancer = balancer(seeded, "good1", "good2", "broken");

        Map<String, Integer> counts =
                serve(balancer, Map.of("good1", 100L, "good2", 100L), Map.of("broken", 1L));

        assertThat(counts.getOrDefault("broken", 0)).as("seed %d", SEED).isLessThan(20);
    }

    /// 10,000 requests in a row, 1 ms apart: slow ones take their time, failing ones fail.
    private Map<String, Integer> serve(
            Balanced<String> balancer, Map<String, Long> slow, Map<String, Long> failing) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            EndpointLoad<String> load = Objects.requireNonNull(balancer.choose(e -> true));
            String endpoint = load.endpoint();
            counts.merge(endpoint, 1, Integer::sum);
            ticker.advance(1, MILLISECONDS);
            load.started();
            sample(load, slow.getOrDefault(endpoint, failing.getOrDefault(endpoint, 5L)));
            if (failing.containsKey(endpoint)) {
                load.failed();
            } else {
                load.succeeded();
            }
            load.ended();
        }
        return counts;
    }

    /// Gives these numbers in turn.
    private static final class Scripted implements RandomGenerator {
        private final int[] numbers;
        private int next;

        Scripted(int... numbers) {
            this.numbers = numbers;
        }

        @Override
        public int nextInt(int bound) {
            return numbers[next++];
        }

        @Override
        public long nextLong() {
            throw new IllegalStateException("only nextInt(bound) is scripted");
        }
    }
}
