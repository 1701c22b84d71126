package dev.tulle.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchPulseTest {

    private static final long START = Long.MAX_VALUE - 5;

    private final WatchPulse pulse = new WatchPulse(START);

    @Test
    void isStillAfterTenMinutesOnTheSameVersion() {
        assertThat(pulse.isStill("1", minute(0))).isFalse();
        assertThat(pulse.isStill("1", minute(9))).isFalse();
        assertThat(pulse.isStill("1", minute(10))).isTrue();
        assertThat(pulse.isStill("1", minute(11))).as("once per ten minutes").isFalse();
    }

    @Test
    void beginsAnewWithEachVersion() {
        assertThat(pulse.isStill("1", minute(0))).isFalse();
        assertThat(pulse.isStill("2", minute(9))).isFalse();
        assertThat(pulse.isStill("2", minute(18))).isFalse();
        assertThat(pulse.isStill("2", minute(19))).isTrue();
    }

    @Test
    void countsAWatchThatNeverBegan() {
        assertThat(pulse.isStill(null, minute(9))).isFalse();
        assertThat(pulse.isStill(null, minute(10))).isTrue();
    }

    /// Across the overflow of the counter: only differences mean anything.
    private static long minute(int minute) {
        return START + TimeUnit.MINUTES.toNanos(minute);
    }
}
