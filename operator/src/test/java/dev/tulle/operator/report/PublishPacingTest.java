package dev.tulle.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PublishPacingTest {

    private final PublishPacing pacing = new PublishPacing(PublishPacing.Limits.REPORT, 0);

    @Test
    void hasNothingToWriteBeforeAChange() {
        assertThat(pacing.due()).isEmpty();
    }

    @Test
    void writesAfterAShortQuiet() {
        pacing.changed(millis(100));
        pacing.changed(millis(150));

        assertThat(pacing.due()).hasValue(millis(350));
    }

    @Test
    void doesNotWaitForQuietForEver() {
        for (int at = 0; at <= 5_000; at += 100) {
            pacing.changed(millis(at));
        }

        assertThat(pacing.due()).hasValue(millis(600));
    }

    @Test
    void writesThreeTimesInARowAndThenPauses() {
        for (int at : new int[] {200, 400, 600}) {
            pacing.changed(millis(at - 200));
            assertThat(pacing.due()).as("write of %d ms", at).hasValue(millis(at));
            pacing.written(millis(at), 100);
        }

        pacing.changed(millis(700));

        assertThat(pacing.due().orElseThrow())
                .as("the fourth write waits until the bucket holds a token again")
                .isBetween(millis(1_900), millis(2_200));
    }

    @Test
    void writesOncePerPauseInAStorm() {
        int writes = 0;
        for (long at = 0; at < 60_000; at += 10) {
            pacing.changed(millis(at));
            if (pacing.due().orElseThrow() <= millis(at)) {
                pacing.written(millis(at), 100);
                writes++;
            }
        }

        assertThat(writes).as("writes in a minute of changes").isBetween(30, 33);
    }

    @Test
    void pausesLongerWhenTheReportIsLarge() {
        for (int at : new int[] {200, 400, 600}) {
            pacing.changed(millis(at - 200));
            pacing.written(millis(at), PublishPacing.LARGE + 1);
        }

        pacing.changed(millis(700));

        assertThat(pacing.due().orElseThrow()).isGreaterThan(millis(4_000));
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
