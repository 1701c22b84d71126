package dev.tulle.proxy.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WheelTest {
    private final MockTicker ticker = Ticker.newMockTicker();
    private final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(ticker).build();
    private final Wheel wheel = new Wheel(channel.eventLoop(), ticker);
    private final List<String> expired = new ArrayList<>();

    private Deadline deadline(String name) {
        return wheel.deadline(() -> expired.add(name));
    }

    private void pass(Duration time) {
        long ticks = time.toNanos() / Wheel.PATIENCE;
        for (long i = 0; i < ticks; i++) {
            ticker.advance(Wheel.PATIENCE, TimeUnit.NANOSECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 51, 52, 60, 600})
    void expiresNeitherEarlyNorMuchLate(int seconds) {
        deadline("a").in(Duration.ofSeconds(seconds).toNanos());

        pass(Duration.ofSeconds(seconds).minusMillis(100));
        assertThat(expired).as("before %s s", seconds).isEmpty();
        pass(Duration.ofMillis(400));
        assertThat(expired).as("after %s s", seconds).containsExactly("a");
    }

    @Test
    void movesADeadlineBothWaysAndTakesItOff() {
        Deadline later = deadline("later");
        Deadline sooner = deadline("sooner");
        Deadline never = deadline("never");
        later.in(Duration.ofSeconds(1).toNanos());
        sooner.in(Duration.ofSeconds(100).toNanos());
        never.in(Duration.ofSeconds(1).toNanos());

        later.in(Duration.ofSeconds(10).toNanos());
        sooner.in(Duration.ofSeconds(1).toNanos());
        never.off();
        pass(Duration.ofSeconds(2));
        assertThat(expired).containsExactly("sooner");
        pass(Duration.ofSeconds(10));

        assertThat(expired).containsExactly("sooner", "later");
    }

    @Test
    void looksAtALoopThatWasAwayForLongOnlyOnce() {
        deadline("a").in(Duration.ofSeconds(1).toNanos());
        deadline("b").in(Duration.ofSeconds(200).toNanos());

        ticker.advance(150, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(expired).containsExactly("a");
        pass(Duration.ofSeconds(60));

        assertThat(expired).containsExactly("a", "b");
    }

    @Test
    void heedsWhatAnotherDeadlineDoesInTheSameTick() {
        Deadline[] both = new Deadline[2];
        both[0] = wheel.deadline(() -> endOther("first", both[1]));
        both[1] = wheel.deadline(() -> endOther("second", both[0]));
        both[0].in(Duration.ofSeconds(1).toNanos());
        both[1].in(Duration.ofSeconds(1).toNanos());

        pass(Duration.ofSeconds(2));

        assertThat(expired).as("whichever came first took the other off").hasSize(1);
    }

    private void endOther(String name, Deadline other) {
        expired.add(name);
        other.off();
    }

    @Test
    void expiresEachOfManyOnceAndInTime() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 2_000; i++) {
            Deadline moved = deadline("x");
            moved.in(Duration.ofMillis(random.nextInt(1, 200_000)).toNanos());
            moved.in(Duration.ofMillis(random.nextInt(1, 200_000)).toNanos());
        }

        pass(Duration.ofSeconds(201));

        assertThat(expired).hasSize(2_000);
        ticker.advance(10, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.hasPendingTasks()).as("an empty wheel sleeps").isFalse();
    }
}
