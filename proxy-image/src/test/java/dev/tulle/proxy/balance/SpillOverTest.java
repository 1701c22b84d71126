package dev.tulle.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpillOverTest {
    private static final int DRAWS = 20_000;

    /// Eligible and ready of the near level, then of the far one, and the near one's percentage.
    @ParameterizedTest(name = "{0} of {1} near, {2} of {3} far: {4} % stay")
    @CsvSource({
        "10, 10, 10, 10, 100",
        "8, 10, 10, 10, 100",
        "5, 10, 10, 10, 70",
        "1, 10, 10, 10, 14",
        "0, 10, 10, 10, 0",
        "0, 0, 10, 10, 0",
        "5, 10, 0, 10, 100",
        "2, 10, 1, 10, 66",
    })
    void staysNearWhileEnoughCanServe(int near, int nearReady, int far, int farReady, int percent) {
        Random random = new Random(5);
        int stayed = 0;
        for (int i = 0; i < DRAWS; i++) {
            int level =
                    SpillOver.level(new int[] {near, far}, new int[] {nearReady, farReady}, random);
            assertThat(level).isBetween(0, 1);
            stayed += level == 0 ? 1 : 0;
        }

        assertThat(100.0 * stayed / DRAWS).as("seed 5").isCloseTo(percent, within(1.5));
    }

    @Test
    void knowsNoLevelWhereNothingIsEligible() {
        assertThat(SpillOver.level(new int[] {0, 0}, new int[] {3, 0}, new Random(1)))
                .isEqualTo(-1);
    }
}
