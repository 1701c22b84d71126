package dev.tulle.operator.report;

import java.time.Duration;
import java.util.OptionalLong;

/// When a changed report is written: after a short quiet, three times in a row at once, then with a
/// pause between. An edit is visible within a second, and a storm costs one write per pause.
///
/// The three are a bucket of tokens: it refills by one per pause, so the mean over any longer time
/// stays at one write per pause. Times are nanoseconds of one monotonic clock.
final class PublishPacing {

    static final int LARGE = 128 * 1024;

    /// How often one object is written.
    ///
    /// @param quiet how long nothing must change before a write
    /// @param atMost how long the first change waits for quiet
    /// @param burst writes in a row
    /// @param pause between writes after that
    /// @param pauseWhenLarge the same, while what is written is above 128 KiB
    record Limits(
            Duration quiet, Duration atMost, int burst, Duration pause, Duration pauseWhenLarge) {

        static final Limits REPORT =
                new Limits(
                        Duration.ofMillis(200),
                        Duration.ofMillis(600),
                        3,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5));

        static final Limits ROSTER =
                new Limits(
                        Duration.ofMillis(200),
                        Duration.ofSeconds(1),
                        1,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10));
    }

    private final Limits limits;
    private boolean dirty;
    private long firstChange;
    private long lastChange;
    private double tokens;
    private long tokensAt;
    private long pause;

    PublishPacing(Limits limits, long now) {
        this.limits = limits;
        tokens = limits.burst();
        pause = limits.pause().toNanos();
        tokensAt = now;
    }

    void changed(long now) {
        if (!dirty) {
            firstChange = now;
        }
        dirty = true;
        lastChange = now;
    }

    /// When to write, or nothing while there is nothing to write.
    OptionalLong due() {
        if (!dirty) {
            return OptionalLong.empty();
        }
        long settled =
                Math.min(
                        lastChange + limits.quiet().toNanos(),
                        firstChange + limits.atMost().toNanos());
        return OptionalLong.of(Math.max(settled, nextToken()));
    }

    /// What has changed until now is on its way.
    void written(long now, int bytes) {
        refill(now);
        tokens = Math.max(0, tokens - 1);
        dirty = false;
        pause = (bytes > LARGE ? limits.pauseWhenLarge() : limits.pause()).toNanos();
    }

    /// There was nothing to write after all.
    void settled() {
        dirty = false;
    }

    private long nextToken() {
        if (tokens >= 1) {
            return tokensAt;
        }
        return tokensAt + (long) Math.ceil((1 - tokens) * pause);
    }

    private void refill(long now) {
        tokens = Math.min(limits.burst(), tokens + (double) (now - tokensAt) / pause);
        tokensAt = now;
    }
}
