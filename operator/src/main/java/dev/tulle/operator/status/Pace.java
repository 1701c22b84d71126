package dev.tulle.operator.status;

import java.time.Duration;
import java.time.Instant;

/// How fast the status of one generation of an object may change: flips go out at once, 3 in a row,
/// then one per 2 s; a change of counts alone waits until 30 s have passed since the last write.
///
/// @param flips flips that may still go out at once, as of `lastWrite`
record Pace(int flips, Instant lastWrite) {

    private static final int BURST = 3;
    private static final Duration REFILL = Duration.ofSeconds(2);
    private static final Duration COUNTS = Duration.ofSeconds(30);

    /// Of an object that was never written, or so long ago that it makes no difference.
    static final Pace FRESH = new Pace(BURST, Instant.EPOCH);

    /// Zero when a flip may go out now.
    Duration untilFlip(Instant now) {
        return flipsAt(now) > 0 ? Duration.ZERO : remaining(REFILL, now);
    }

    /// Zero when a change of counts may go out now.
    Duration untilCounts(Instant now) {
        return remaining(COUNTS, now);
    }

    Pace afterFlip(Instant now) {
        return new Pace(flipsAt(now) - 1, now);
    }

    Pace afterCounts(Instant now) {
        return new Pace(flipsAt(now), now);
    }

    boolean isFresh(Instant now) {
        return !now.isBefore(lastWrite.plus(COUNTS));
    }

    private int flipsAt(Instant now) {
        long refilled = Duration.between(lastWrite, now).dividedBy(REFILL);
        return Math.clamp(flips + refilled, 0, BURST);
    }

    private Duration remaining(Duration distance, Instant now) {
        Duration left = Duration.between(now, lastWrite.plus(distance));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
