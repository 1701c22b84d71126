package dev.tulle.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightedDrawTest {
    private static final int DRAWS = 100_000;
    private static final long SEED = 20_261_120;

    @ParameterizedTest(name = "weights {0},{1},{2} serving {3} -> {4},{5},{6}")
    @CsvSource({
        "50, 30, 20, 111, 0.50, 0.30, 0.20",
        "90, 10,  0, 111, 0.90, 0.10, 0.00",
        "50, 30, 20, 011, 0.00, 0.60, 0.40",
        "50, 30, 20, 101, 0.714, 0.00, 0.286",
        "50, 30, 20, 001, 0.00, 0.00, 1.00",
        " 1,  1,  1, 111, 0.333, 0.333, 0.333",
    })
    void drawsInProportionAmongThoseThatServe(
            int a, int b, int c, String serving, double x, double y, double z) {
        IntPredicate canServe = i -> serving.charAt(i) == '1';
        int[] counts = new int[3];
        Random random = new Random(SEED);
        WeightedDraw draw = WeightedDraw.of(a, b, c);

        for (int i = 0; i < DRAWS; i++) {
            counts[draw.draw(random, canServe).orElseThrow()]++;
        }

        double[] expected = {x, y, z};
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) counts[i] / DRAWS)
                    .as("share of backend %d, seed %d", i, SEED)
                    .isCloseTo(expected[i], within(0.01));
        }
    }

    @Test
    void drawsNothingWhenNoBackendCanServe() {
        assertThat(WeightedDraw.of(50, 50).draw(new Random(SEED), i -> false)).isEmpty();
    }

    @Test
    void drawsNothingWhenOnlyWeightZeroCanServe() {
        assertThat(WeightedDraw.of(0, 100).draw(new Random(SEED), i -> i == 0)).isEmpty();
    }

    @Test
    void refusesNegativeWeight() {
        assertThatThrownBy(() -> WeightedDraw.of(3, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void holdsSumsAboveTheIntegerRange() {
        WeightedDraw draw = WeightedDraw.of(Integer.MAX_VALUE, Integer.MAX_VALUE);
        Random random = new Random(SEED);
        int second = 0;

        for (int i = 0; i < 10_000; i++) {
            second += draw.draw(random, index -> true).orElseThrow();
        }

        assertThat(second / 10_000.0).isCloseTo(0.5, within(0.03));
    }
}
