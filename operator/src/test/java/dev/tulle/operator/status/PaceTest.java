package dev.tulle.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void threeFlipsGoAtOnceAndTheFourthWaitsTwoSeconds() {
        Pace pace = Pace.FRESH.afterFlip(NOW).afterFlip(NOW).afterFlip(NOW);

        assertThat(pace.untilFlip(NOW)).isEqualTo(Duration.ofSeconds(2));
        assertThat(pace.untilFlip(NOW.plusMillis(500))).isEqualTo(Duration.ofMillis(1500));
        assertThat(pace.untilFlip(NOW.plusSeconds(2))).isZero();
    }

    @Test
    void steadyFlipsGoEveryTwoSeconds() {
        Pace pace = Pace.FRESH.afterFlip(NOW).afterFlip(NOW).afterFlip(NOW);

        Pace later = pace.afterFlip(NOW.plusSeconds(2));

        assertThat(later.untilFlip(NOW.plusSeconds(3))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void burstComesBackAfterQuietTime() {
        Pace spent = Pace.FRESH.afterFlip(NOW).afterFlip(NOW).afterFlip(NOW);
        Instant later = NOW.plusSeconds(60);

        Pace pace = spent.afterFlip(later).afterFlip(later);

        assertThat(pace.untilFlip(later)).isZero();
        assertThat(pace.afterFlip(later).untilFlip(later)).isPositive();
    }

    @Test
    void countsOfAQuietObjectGoOutTwoSecondsAfterTheLastWrite() {
        Pace pace = Pace.FRESH.afterFlip(NOW);

        assertThat(Pace.FRESH.untilCounts(NOW)).isZero();
        assertThat(pace.untilCounts(NOW.plusMillis(500))).isEqualTo(Duration.ofMillis(1500));
        assertThat(pace.untilCounts(NOW.plusSeconds(2))).isZero();
    }

    @Test
    void countsThatNeverRestGoOutThreeInARowThenOncePerThirtySeconds() {
        int written = 0;
        Pace pace = Pace.FRESH;

        for (int second = 0; second < 600; second++) {
            Instant now = NOW.plusSeconds(second);
            if (pace.untilCounts(now).isZero()) {
                pace = pace.afterCounts(now);
                written++;
            }
        }

        assertThat(written).isEqualTo(2 + 600 / 30);
    }

    @Test
    void flipsDoNotHoldCountsBackForLong() {
        Pace pace = Pace.FRESH;
        for (int second = 0; second < 60; second += 5) {
            pace = pace.afterFlip(NOW.plusSeconds(second));
        }

        assertThat(pace.untilCounts(NOW.plusSeconds(57))).isZero();
    }

    @Test
    void isForgottenWhenItMakesNoDifference() {
        Pace pace = Pace.FRESH.afterCounts(NOW).afterFlip(NOW);

        assertThat(pace.isFresh(NOW.plusSeconds(29))).isFalse();
        assertThat(pace.isFresh(NOW.plusSeconds(30))).isTrue();
    }
}
