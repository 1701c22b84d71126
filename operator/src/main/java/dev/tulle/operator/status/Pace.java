package dev.tulle.operator.status;

import java.time.Duration;
import java.time.Instant;

/// How fast the status of one generation of an object may change: flips go out at once, 3 in a row,
/// then one per 2 s. Changes of counts alone go out 2 s after the last write, so that a burst of
/// them is one; 3 in a row, then one per 30 s, so that what never rests is not written for ever.
///
/// @param flips flips that may still go out at once, as of `lastWrite`
/// @param counts changes of counts that may still go out, as of `lastCounts`
record Pace(int flips, Instant lastWrite, int counts, Instant lastCounts) {

    private static final int BURST = 3;
    private static final Duration REFILL = Duration.ofSeconds(2);
    private static final Duration COUNTS_REFILL = Duration.ofSeconds(30);
    private static final Duration GATHER = Duration.ofSeconds(2);

    /// Of an object that was never written, or so long ago that it makes no difference.
    static final Pace FRESH = new Pace(BURST, Instant.EPOCH, BURST, Instant.EPOCH);

    /// Zero when a flip may go out now.
    Duration untilFlip(Instant now) {
        return flipsAt(now) > 0 ? Duration.ZERO : remaining(lastWrite, REFILL, now);
    }

    /// Zero when a change of counts may go out now.
    Duration untilCounts(Instant now) {
        Duration gathering = remaining(lastWrite, GATHER, now);
        Duration refilling =
                countsAt(now) > 0 ? Duration.ZERO : remaining(lastCounts, COUNTS_REFILL, now);
        return gathering.compareTo(refilling) > 0 ? gathering : refilling;
    }

    Pace afterFlip(Instant now) {
        return new Pace(flipsAt(now) - 1, now, counts, lastCounts);
    }

    Pace afterCounts(Instant now) {
        return new Pace(flipsAt(now), now, countsAt(now) - 1, now);
    }

    boolean isFresh(Instant now) {
        return flipsAt(now) == BURST && countsAt(now) == BURST;
    }

    private int flipsAt(Instant now) {
        return refilled(flips, lastWrite, REFILL, now);
    }

    private int countsAt(Instant now) {
        return refilled(counts, lastCounts, COUNTS_REFILL, now);
    }

    private static int refilled(int left, Instant since, Duration one, Instant now) {
        return Math.clamp(left + Duration.between(since, now).dividedBy(one), 0, BURST);
    }

    private static Duration remaining(Instant since, Duration distance, Instant now) {
        Duration left = Duration.between(now, since.plus(distance));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
