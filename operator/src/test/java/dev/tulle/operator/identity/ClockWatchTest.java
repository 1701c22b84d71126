package dev.tulle.operator.identity;

import static dev.tulle.operator.identity.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

    private final VirtualThreads time = new VirtualThreads(NOW);
    private final List<Optional<String>> heard = new ArrayList<>();
    private Duration ahead = Duration.ZERO;
    private boolean away;
    private final ClockWatch watch =
            new ClockWatch(
                    () -> time.instant().plus(ahead),
                    () -> Duration.between(Instant.EPOCH, time.instant()).toNanos(),
                    this::compare,
                    time);

    @Test
    void trustsAClockThatAgrees() {
        watch.start();
        time.pass(Duration.ofHours(24));

        assertThat(watch.problem()).isEmpty();
        assertThat(watch.offset()).isZero();
    }

    @Test
    void signsNothingWhenTheClockIsFarFromTheApiServers() {
        ahead = Duration.ofMinutes(7);

        watch.start();

        assertThat(watch.problem())
                .contains(
                        "the operator's clock is PT7M ahead of the API server's: nothing is signed"
                                + " until they agree within PT5M; is time synchronised on both"
                                + " nodes?");
        assertThat(watch.offset()).isEqualTo(Duration.ofMinutes(7));
    }

    @Test
    void bearsFiveMinutes() {
        ahead = Duration.ofMinutes(-5);

        watch.start();

        assertThat(watch.problem()).isEmpty();
        assertThat(watch.offset()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void seesADriftWithinAMinuteAndTellsOfBothTurns() {
        watch.onChange(() -> heard.add(watch.problem()));
        watch.start();
        time.pass(Duration.ofMinutes(10));

        ahead = Duration.ofMinutes(-6);
        time.pass(Duration.ofMinutes(1));
        Optional<String> drifted = watch.problem();
        ahead = Duration.ZERO;
        time.pass(Duration.ofMinutes(1));

        assertThat(drifted).hasValueSatisfying(it -> assertThat(it).contains("PT6M behind"));
        assertThat(watch.problem()).isEmpty();
        assertThat(heard).hasSize(2);
    }

    @Test
    void stopsAtAJumpUntilTheApiServerAgrees() {
        watch.start();
        time.pass(Duration.ofMinutes(10));
        away = true;

        ahead = Duration.ofHours(2);
        Optional<String> jumped = watch.problem();
        time.pass(Duration.ofMinutes(10));
        Optional<String> unconfirmed = watch.problem();
        away = false;
        time.pass(Duration.ofMinutes(1));
        Optional<String> compared = watch.problem();
        ahead = Duration.ZERO;
        time.pass(Duration.ofMinutes(1));

        assertThat(jumped)
                .hasValueSatisfying(it -> assertThat(it).contains("has jumped ahead by PT2H"));
        assertThat(unconfirmed).as("nobody has said that the clock is right").isEqualTo(jumped);
        assertThat(compared)
                .hasValueSatisfying(it -> assertThat(it).contains("PT2H ahead of the API server"));
        assertThat(watch.problem()).isEmpty();
    }

    @Test
    void goesOnAtOnceWhenTheJumpPutTheClockRight() {
        ahead = Duration.ofHours(-2);
        watch.start();
        assertThat(watch.problem()).isPresent();

        ahead = Duration.ZERO;
        assertThat(watch.problem()).as("a jump, not compared yet").isPresent();
        time.pass(Duration.ofMillis(1));

        assertThat(watch.problem()).isEmpty();
    }

    @Test
    void keepsItsOpinionWhileTheApiServerIsAway() {
        watch.start();
        away = true;

        time.pass(Duration.ofHours(3));

        assertThat(watch.problem()).isEmpty();
    }

    private Duration compare() throws IOException {
        if (away) {
            throw new IOException("no answer");
        }
        return ahead;
    }
}
