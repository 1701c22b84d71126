package dev.tulle.proxy.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.BreakerPolicy;
import dev.tulle.proxy.resilience.Breaker.Entry;
import dev.tulle.proxy.resilience.Ejections.Change;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BreakerTest {
    private static final BreakerPolicy POLICY =
            new BreakerPolicy(5, 0.8, Duration.ofSeconds(10), Duration.ofMinutes(5), 50);

    private final MockTicker ticker = Ticker.newMockTicker();
    private final Ejections ejections = new Ejections();
    private final Breaker breaker = new Breaker(2, ticker);
    private int ready = 4;
    private int ejected;

    private Change told(Outcome outcome) {
        return told(outcome, 0, Entry.NORMAL);
    }

    private Change told(Outcome outcome, int loop, Entry entry) {
        Ejections.Sight sight =
                new Ejections.Sight(POLICY, loop, new Random(3), () -> ready, () -> ejected);
        return ejections.record(breaker, entry, outcome, sight, ticker.nanoTime());
    }

    private void eject() {
        for (int i = 0; i < 5; i++) {
            told(Outcome.SERVER_ERROR);
        }
        assertThat(breaker.open()).isTrue();
    }

    /// The longest ejection of so many seconds, with its jitter.
    private void pass(long seconds) {
        ticker.advance(seconds * 12 / 10 + 1, TimeUnit.SECONDS);
    }

    @Test
    void ejectsAfterFiveFailuresInARowOnWhicheverLoop() {
        for (int i = 0; i < 4; i++) {
            assertThat(told(Outcome.SERVER_ERROR, i % 2, Entry.NORMAL)).isEqualTo(Change.NONE);
        }

        assertThat(told(Outcome.RESET, 1, Entry.NORMAL)).isEqualTo(Change.CONSECUTIVE);
        assertThat(breaker.admits()).isFalse();
    }

    @Test
    void beginsToCountAnewWithASuccess() {
        for (int i = 0; i < 40; i++) {
            told(i % 5 == 4 ? Outcome.SERVER_ERROR : Outcome.SUCCESS);
        }
        assertThat(breaker.open()).as("80 % succeed").isFalse();
    }

    @Test
    void ejectsWhenTooFewSucceedOverTenSeconds() {
        told(Outcome.SUCCESS);
        told(Outcome.SERVER_ERROR);
        told(Outcome.SUCCESS);
        assertThat(told(Outcome.SERVER_ERROR))
                .as("four are too few to judge")
                .isEqualTo(Change.NONE);
        told(Outcome.SUCCESS);

        assertThat(told(Outcome.SERVER_ERROR)).isEqualTo(Change.SUCCESS_RATE);
    }

    @Test
    void forgetsWhatIsOlderThanTenSeconds() {
        for (int i = 0; i < 4; i++) {
            told(Outcome.SERVER_ERROR);
        }
        told(Outcome.SUCCESS);
        ticker.advance(11, TimeUnit.SECONDS);
        for (int i = 0; i < 5; i++) {
            told(Outcome.SUCCESS);
        }

        assertThat(told(Outcome.SERVER_ERROR)).isEqualTo(Change.NONE);
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void countsWhatSpeaksAgainstTheEndpointOnly(Outcome outcome) {
        for (int i = 0; i < 5; i++) {
            told(outcome);
        }

        assertThat(breaker.open())
                .isEqualTo(
                        switch (outcome) {
                            case SUCCESS, REFUSED, OVERFLOW -> false;
                            case CONNECT_FAILURE,
                                    RESET,
                                    TIMEOUT,
                                    UNAVAILABLE,
                                    GATEWAY_ERROR,
                                    SERVER_ERROR,
                                    OVERLOADED ->
                                    true;
                        });
    }

    @Test
    void letsOneProbeThroughWhoseSuccessBringsItBack() {
        eject();
        assertThat(breaker.enter()).as("nothing better is left").isEqualTo(Entry.NORMAL);
        pass(10);

        assertThat(breaker.admits()).isTrue();
        assertThat(breaker.enter()).isEqualTo(Entry.PROBE);
        assertThat(breaker.admits()).as("while it is probed").isFalse();
        assertThat(told(Outcome.SUCCESS, 0, Entry.PROBE)).isEqualTo(Change.READMITTED);
        breaker.probeEnded();

        assertThat(breaker.admits()).isTrue();
        assertThat(breaker.enter()).isEqualTo(Entry.NORMAL);
        assertThat(told(Outcome.SERVER_ERROR)).as("the past is forgotten").isEqualTo(Change.NONE);
    }

    @Test
    void probesAgainWhenAProbeEndsWithoutAnOutcome() {
        eject();
        pass(10);
        breaker.enter();

        breaker.probeEnded();

        assertThat(breaker.enter()).isEqualTo(Entry.PROBE);
    }

    @Test
    void doublesTheTimeWithEveryProbeThatFails() {
        eject();
        for (long seconds : new long[] {10, 20, 40, 80, 160, 300, 300}) {
            ticker.advance(seconds * 8 / 10 - 1, TimeUnit.SECONDS);
            assertThat(breaker.admits()).as("before %s s, jitter apart", seconds).isFalse();
            ticker.advance(seconds * 4 / 10 + 2, TimeUnit.SECONDS);
            assertThat(breaker.enter()).as("after %s s", seconds).isEqualTo(Entry.PROBE);
            assertThat(told(Outcome.TIMEOUT, 0, Entry.PROBE)).isEqualTo(Change.PROBE);
            breaker.probeEnded();
        }
    }

    @Test
    void beginsWithTheShortestTimeAgainWhenItServedForLong() {
        eject();
        pass(10);
        told(Outcome.SUCCESS, 0, breaker.enter());
        breaker.probeEnded();
        ticker.advance(1, TimeUnit.MINUTES);

        eject();
        pass(10);

        assertThat(breaker.enter()).isEqualTo(Entry.PROBE);
    }

    @ParameterizedTest(name = "{1} of {0} ejected, at {2} %: {3}")
    @CsvSource({
        "1, 0, 50, false",
        "2, 0, 50, true",
        "2, 1, 50, false",
        "3, 1, 50, false",
        "4, 1, 50, true",
        "4, 2, 50, false",
        "4, 3, 100, false",
        "4, 2, 100, true",
        "10, 0, 0, false",
    })
    void keepsAShareOfTheReadyOnesAndAlwaysOne(
            int readyOnes, int ejectedOnes, int percent, boolean one) {
        BreakerPolicy policy =
                new BreakerPolicy(1, 0, Duration.ofSeconds(1), Duration.ofSeconds(1), percent);
        Ejections.Sight sight =
                new Ejections.Sight(policy, 0, new Random(3), () -> readyOnes, () -> ejectedOnes);

        ejections.record(breaker, Entry.NORMAL, Outcome.RESET, sight, ticker.nanoTime());

        assertThat(breaker.open()).isEqualTo(one);
    }
}
