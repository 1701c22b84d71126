package dev.tulle.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ThreadPulseTest {

    private final Deque<Runnable> queue = new ArrayDeque<>();
    private long now = 1;
    private final ThreadPulse pulse =
            new ThreadPulse("the view thread", queue::add, () -> now, Duration.ofSeconds(30));

    @Test
    void isQuietWhileTheThreadTurns() {
        for (int i = 0; i < 5; i++) {
            assertThat(pulse.get()).isEmpty();
            Objects.requireNonNull(queue.poll()).run();
            now += Duration.ofSeconds(40).toNanos();
        }
    }

    @Test
    void namesThreadThatStandsStill() {
        pulse.get();

        now += Duration.ofSeconds(31).toNanos();

        assertThat(pulse.get()).containsExactly("the view thread has not moved for PT30S");
        assertThat(queue).as("one beat at a time").hasSize(1);
    }

    @Test
    void forgivesWhenTheThreadMovesAgain() {
        pulse.get();
        now += Duration.ofSeconds(31).toNanos();
        Objects.requireNonNull(queue.poll()).run();

        assertThat(pulse.get()).isEmpty();
    }
}
