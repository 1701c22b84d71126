package dev.tulle.proxy.telemetry;

/// A count that one loop writes and anybody may read: a reader may see it late, never wrong by more
/// than what was added meanwhile.
final class Cell {
    private long count;
    private long touchedNanos;

    void add(long amount, long nowNanos) {
        count += amount;
        touchedNanos = nowNanos;
    }

    long count() {
        return count;
    }

    long touchedNanos() {
        return touchedNanos;
    }
}
