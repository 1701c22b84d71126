package dev.tulle.proxy.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SteadinessTest {
    private final Steadiness steadiness = new Steadiness();

    private void add(int times, long nanos) {
        for (int i = 0; i < times; i++) {
            steadiness.add(nanos);
        }
    }

    @Test
    void needsAHundredAnswers() {
        add(99, 1_000);
        assertThat(steadiness.steady()).isFalse();

        add(1, 1_000);
        assertThat(steadiness.steady()).isTrue();
    }

    @Test
    void isNotSteadyWhileAnswersStall() {
        add(95, 1_000);
        add(5, 10_000);

        assertThat(steadiness.steady()).isFalse();
    }

    @Test
    void forgetsStallsOfTheStart() {
        add(50, 100_000);
        add(100, 1_000);

        assertThat(steadiness.steady()).as("two of 150 looks see the last hundred").isFalse();
        add(10, 1_000);
        assertThat(steadiness.steady()).isTrue();
    }
}
