package dev.tulle.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.BalancePolicy;
import dev.tulle.proxy.model.HashKey;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Where requests go by each algorithm, with seeded random numbers and a clock that stands still.
class LoadBalancersTest {
    private static final HashKey KEY = new HashKey.Header("user");
    private static final BalancePolicy RING = new BalancePolicy.RingHash(KEY);
    private static final BalancePolicy MAGLEV = new BalancePolicy.Maglev(KEY);

    private final MockTicker ticker = Ticker.newMockTicker();

    static Stream<BalancePolicy> policies() {
        return Stream.of(
                new BalancePolicy.PeakEwma(),
                new BalancePolicy.LeastRequest(),
                new BalancePolicy.RoundRobin(),
                new BalancePolicy.Random(),
                RING,
                MAGLEV);
    }

    static Stream<BalancePolicy> hashing() {
        return Stream.of(RING, MAGLEV);
    }

    private Balanced<String> balanced(BalancePolicy policy, List<String> endpoints) {
        Balanced<String> balanced =
                Balanced.of(policy, Function.identity(), ticker, new Random(20_261_120));
        balanced.update(endpoints);
        return balanced;
    }

    private static List<String> pods(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "10.0.0." + i + ":8080").toList();
    }

    /// How many of so many requests each endpoint gets; request i has key i.
    private static Map<String, Integer> counts(
            Balanced<String> balanced, int requests, Predicate<String> eligible) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < requests; i++) {
            EndpointLoad<String> load =
                    Objects.requireNonNull(balanced.choose(eligible, "user-" + i));
            counts.merge(load.endpoint(), 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void triesEveryAlgorithm() {
        assertThat(policies().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrder(BalancePolicy.class.getPermittedSubclasses());
        assertThat(hashing().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(
                        policies()
                                .filter(policy -> policy.key() != null)
                                .<Class<?>>map(Object::getClass)
                                .toList());
    }

    @ParameterizedTest
    @MethodSource("policies")
    void givesEqualsTheirShare(BalancePolicy policy) {
        List<String> pods = pods(5);

        Map<String, Integer> counts = counts(balanced(policy, pods), 20_000, each -> true);

        // A ring of 128 points each deviates by a tenth or so; the others by far less.
        assertThat(counts).hasSize(5);
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(3_000, 5_200));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void choosesOnlyTheEligibleAndNothingWithoutOne(BalancePolicy policy) {
        List<String> pods = pods(4);
        Balanced<String> balanced = balanced(policy, pods);

        Map<String, Integer> counts = counts(balanced, 1_000, each -> !each.equals(pods.get(2)));

        assertThat(counts).hasSize(3).doesNotContainKey(pods.get(2));
        assertThat(balanced.choose(each -> false, "x")).isNull();
        assertThat(balanced(policy, List.of()).choose(each -> true, "x")).isNull();
    }

    @ParameterizedTest
    @MethodSource("hashing")
    void sendsEqualKeysToTheSameEndpointWhateverItsOrder(BalancePolicy policy) {
        Balanced<String> one = balanced(policy, pods(7));
        Balanced<String> other = balanced(policy, pods(7).reversed());

        for (int i = 0; i < 1_000; i++) {
            String key = "user-" + i;
            assertThat(chosen(one, key)).isEqualTo(chosen(one, key)).isEqualTo(chosen(other, key));
        }
    }

    private static String chosen(Balanced<String> balanced, String key) {
        return Objects.requireNonNull(balanced.choose(each -> true, key)).endpoint();
    }

    @ParameterizedTest
    @MethodSource("hashing")
    void movesFewKeysWhenAnEndpointGoes(BalancePolicy policy) {
        List<String> pods = pods(10);
        Balanced<String> balanced = balanced(policy, pods);
        Map<String, String> before = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            before.put("user-" + i, chosen(balanced, "user-" + i));
        }
        List<String> rest = new ArrayList<>(pods);
        String gone = rest.remove(3);

        balanced.update(rest);

        int moved = 0;
        for (Map.Entry<String, String> each : before.entrySet()) {
            boolean stays = chosen(balanced, each.getKey()).equals(each.getValue());
            moved += stays || each.getValue().equals(gone) ? 0 : 1;
        }
        // A ring moves no key of an endpoint that stays; Maglev's table moves some.
        assertThat(moved).isLessThan(policy.equals(RING) ? 1 : 1_000);
    }

    @Test
    void maglevSharesToWithinAFewPercent() {
        Map<String, Integer> slots = new HashMap<>();
        Balanced<String> balanced = balanced(MAGLEV, pods(20));

        for (int i = 0; i < 200_000; i++) {
            slots.merge(chosen(balanced, "user-" + i), 1, Integer::sum);
        }

        assertThat(slots.values()).allSatisfy(n -> assertThat(n).isBetween(9_500, 10_500));
    }

    @ParameterizedTest
    @MethodSource("hashing")
    void balancesWithoutAKeyByLoad(BalancePolicy policy) {
        Balanced<String> balanced = balanced(policy, pods(2));
        balanced.load("10.0.0.1:8080").sample(TimeUnit.SECONDS.toNanos(1));

        for (int i = 0; i < 100; i++) {
            EndpointLoad<String> load = Objects.requireNonNull(balanced.choose(each -> true));
            assertThat(load.endpoint()).isEqualTo("10.0.0.2:8080");
        }
    }

    @Test
    void roundRobinGoesRoundAndBeginsAnywhere() {
        List<String> pods = pods(3);
        Balanced<String> balanced = balanced(new BalancePolicy.RoundRobin(), pods);
        List<String> first = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            first.add(chosen(balanced, "x"));
        }

        for (int i = 0; i < 30; i++) {
            assertThat(chosen(balanced, "x")).isEqualTo(first.get(i % 3));
        }
        assertThat(first).containsExactlyInAnyOrderElementsOf(pods);
    }

    @Test
    void leastRequestSparesTheBusy() {
        Balanced<String> balanced = balanced(new BalancePolicy.LeastRequest(), pods(2));
        for (int i = 0; i < 5; i++) {
            balanced.load("10.0.0.1:8080").started();
        }

        assertThat(counts(balanced, 100, each -> true)).containsOnlyKeys("10.0.0.2:8080");
    }

    @ParameterizedTest
    @MethodSource("policies")
    void givesAnEndpointThatComesLaterItsShareSlowly(BalancePolicy policy) {
        Balanced<String> balanced = balanced(policy, pods(3));
        boolean hashes = policy.equals(RING) || policy.equals(MAGLEV);

        balanced.update(pods(4));
        int atOnce = keyless(balanced, 4_000);
        ticker.advance(15, TimeUnit.SECONDS);
        int half = keyless(balanced, 4_000);
        ticker.advance(16, TimeUnit.SECONDS);
        int whole = keyless(balanced, 4_000);

        // Two draws shun the lighter one altogether; who hashes has no keys here and draws twice.
        boolean turns =
                policy instanceof BalancePolicy.RoundRobin
                        || policy instanceof BalancePolicy.Random;
        boolean draws = hashes || !turns;
        assertThat(atOnce).isBetween(0, draws ? 10 : 200);
        assertThat(half).isBetween(0, draws ? 10 : 650);
        assertThat(whole).isBetween(800, 1_200);
    }

    /// How many of these go to the fourth endpoint.
    private static int keyless(Balanced<String> balanced, int requests) {
        int fourth = 0;
        for (int i = 0; i < requests; i++) {
            EndpointLoad<String> load = Objects.requireNonNull(balanced.choose(each -> true));
            fourth += load.endpoint().equals("10.0.0.4:8080") ? 1 : 0;
        }
        return fourth;
    }
}
