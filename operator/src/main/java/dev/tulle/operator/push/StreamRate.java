package dev.tulle.operator.push;

import java.time.Duration;

/// At most a hundred new streams per second, so that a roll of discovery does not end in a stampede
/// on its first replica.
final class StreamRate {

    private static final int PER_SECOND = 100;
    private static final double PER_NANO = PER_SECOND / (double) Duration.ofSeconds(1).toNanos();

    private double tokens = PER_SECOND;
    private long at;

    StreamRate(long now) {
        at = now;
    }

    /// Whether one more stream may start now; counts it when it may.
    boolean admits(long now) {
        tokens = Math.min(PER_SECOND, tokens + (now - at) * PER_NANO);
        at = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
