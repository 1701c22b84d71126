package dev.tulle.proxy.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.RetryMethods;
import dev.tulle.proxy.model.RetryOn;
import dev.tulle.proxy.model.RetryPolicy;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryRulesTest {
    private static final Set<RetryOn> USUAL =
            Set.of(RetryOn.CONNECT_FAILURE, RetryOn.REFUSED, RetryOn.UNAVAILABLE);

    private final RetryRules rules = rules(2, RetryMethods.IDEMPOTENT, 3);

    private static RetryRules rules(int attempts, RetryMethods methods, int perSecond) {
        return new RetryRules(
                new RetryPolicy(
                        attempts,
                        methods,
                        USUAL,
                        Duration.ofMillis(25),
                        Duration.ofMillis(250),
                        20,
                        perSecond),
                1);
    }

    private static RetryRules.Failed failed(
            Outcome outcome,
            int tries,
            RetryRules.Repeatable repeatable,
            RetryRules.SafeTwice safe,
            long millisLeft,
            long pauseMillis) {
        return new RetryRules.Failed(
                outcome,
                tries,
                repeatable,
                safe,
                TimeUnit.MILLISECONDS.toNanos(millisLeft),
                TimeUnit.MILLISECONDS.toNanos(pauseMillis));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "CONNECT_FAILURE, true",
        "REFUSED, true",
        "UNAVAILABLE, true",
        "GATEWAY_ERROR, false",
        "SERVER_ERROR, false",
        "RESET, false",
        "TIMEOUT, false",
        "OVERLOADED, false",
        "SUCCESS, false",
    })
    void meansWhatThePolicyNames(Outcome outcome, boolean meant) {
        assertThat(rules.mean(outcome)).isEqualTo(meant);
        assertThat(rules(0, RetryMethods.ALL, 3).mean(outcome)).as("no attempts").isFalse();
    }

    @ParameterizedTest(name = "try {1} {2} {3}, {4} ms left, pause {5} ms: {6}")
    @CsvSource({
        "UNAVAILABLE, 1, YES, YES, 1000, 0, RETRIED",
        "UNAVAILABLE, 2, YES, YES, 1000, 0, RETRIED",
        "UNAVAILABLE, 3, YES, YES, 1000, 0, ATTEMPTS",
        "UNAVAILABLE, 1, YES, NO, 1000, 0, METHOD",
        "CONNECT_FAILURE, 1, YES, NO, 1000, 0, RETRIED",
        "UNAVAILABLE, 1, NO, YES, 1000, 0, BODY",
        "UNAVAILABLE, 1, YES, YES, 0, 0, DEADLINE",
        "UNAVAILABLE, 1, YES, YES, 1000, 500, RETRIED",
        "UNAVAILABLE, 1, YES, YES, 1000, 1000, RETRY_AFTER",
        "UNAVAILABLE, 1, YES, YES, 100000, 6000, RETRY_AFTER",
    })
    void decides(
            Outcome outcome,
            int tries,
            RetryRules.Repeatable repeatable,
            RetryRules.SafeTwice safe,
            long millisLeft,
            long pauseMillis,
            RetryResult result) {
        RetryRules.Failed failed =
                failed(outcome, tries, repeatable, safe, millisLeft, pauseMillis);

        assertThat(rules.decide(failed, 0)).isEqualTo(result);
    }

    @Test
    void repeatsAnyMethodWhereThePolicySaysSo() {
        RetryRules all = rules(2, RetryMethods.ALL, 3);

        assertThat(all.decide(usual(RetryRules.SafeTwice.NO), 0)).isEqualTo(RetryResult.RETRIED);
    }

    private static RetryRules.Failed usual(RetryRules.SafeTwice safe) {
        return failed(Outcome.UNAVAILABLE, 1, RetryRules.Repeatable.YES, safe, 1_000, 0);
    }

    @Test
    void givesAFifthOfTheFirstTriesAndAFewPerSecond() {
        RetryRules none = rules(2, RetryMethods.ALL, 0);
        RetryRules.Failed failed = usual(RetryRules.SafeTwice.YES);
        assertThat(none.decide(failed, 0)).isEqualTo(RetryResult.BUDGET);
        for (int i = 0; i < 100; i++) {
            none.firstTry(0);
        }

        assertThat(retriesOf(none, failed, 0)).as("of 100 first tries").isEqualTo(20);
        assertThat(retriesOf(rules, failed, 0)).as("3 per second over 10 s").isEqualTo(30);
        long later = TimeUnit.SECONDS.toNanos(10);
        assertThat(retriesOf(rules, failed, later)).as("10 s later").isEqualTo(30);
        assertThat(retriesOf(none, failed, later)).as("first tries are forgotten").isZero();
    }

    private static int retriesOf(RetryRules rules, RetryRules.Failed failed, long now) {
        int retries = 0;
        while (rules.decide(failed, now) == RetryResult.RETRIED) {
            retries++;
        }
        return retries;
    }

    @Test
    void waitsARandomTimeBelowABoundThatDoubles() {
        Random random = new Random(9);
        long[] longest = new long[6];
        for (int i = 0; i < 2_000; i++) {
            for (int tries = 1; tries < longest.length; tries++) {
                long wait = Backoff.nanos(25, 250, tries, random);
                longest[tries] = Math.max(longest[tries], wait);
            }
        }

        assertThat(longest).containsExactly(0, 24, 49, 99, 199, 249);
    }

    @Test
    void waitsAsLongAsItIsAskedTo() {
        RetryRules.Failed failed =
                failed(
                        Outcome.UNAVAILABLE,
                        1,
                        RetryRules.Repeatable.YES,
                        RetryRules.SafeTwice.YES,
                        2_000,
                        1_000);

        assertThat(rules.waitNanos(failed, new Random(1))).isEqualTo(1_000_000_000);
    }
}
