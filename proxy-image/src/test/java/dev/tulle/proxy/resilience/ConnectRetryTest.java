package dev.tulle.proxy.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectRetryTest {
    private final Random random = new Random(7);
    private final ConnectRetry<String> retry = new ConnectRetry<>();

    @Test
    void triesTwiceMoreAndTheFirstTimeAtOnce() {
        retry.trying("a");
        assertThat(retry.waitNanos(Outcome.CONNECT_FAILURE, random)).hasValue(0);

        retry.trying("b");
        assertThat(retry.waitNanos(Outcome.CONNECT_FAILURE, random).orElseThrow())
                .isBetween(0L, 100_000_000L);

        retry.trying("c");
        assertThat(retry.waitNanos(Outcome.CONNECT_FAILURE, random)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void triesAgainOnlyWhatNoApplicationSaw(Outcome outcome) {
        retry.trying("a");

        boolean again = retry.waitNanos(outcome, random).isPresent();

        assertThat(again)
                .isEqualTo(
                        Set.of(Outcome.CONNECT_FAILURE, Outcome.REFUSED, Outcome.OVERFLOW)
                                .contains(outcome));
    }

    @Test
    void knowsWhatWasTried() {
        retry.trying("a");

        assertThat(retry.untried("a")).isFalse();
        assertThat(retry.untried("b")).isTrue();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "200, SUCCESS",
        "404, SUCCESS",
        "429, OVERLOADED",
        "500, SERVER_ERROR",
        "502, GATEWAY_ERROR",
        "503, UNAVAILABLE",
        "504, GATEWAY_ERROR",
        "599, SERVER_ERROR",
    })
    void namesStatuses(int status, Outcome outcome) {
        assertThat(Outcome.ofStatus(status)).isEqualTo(outcome);
    }
}
