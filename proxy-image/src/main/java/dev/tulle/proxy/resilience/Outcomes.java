package dev.tulle.proxy.resilience;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/// Successes and failures of the last ten seconds, in ten buckets of a second. One thread writes;
/// others may read at any time and see counts of a moment before. A count is one plain store.
final class Outcomes {
    static final int BUCKETS = 10;
    static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int COUNT_BITS = 20;
    private static final long MOST = (1L << COUNT_BITS) - 1;
    private static final int SECOND_SHIFT = 2 * COUNT_BITS;
    private static final long SECOND_MASK = (1L << (Long.SIZE - SECOND_SHIFT)) - 1;

    /// Second, failures and all, in one number, so that a reader never mixes two seconds.
    private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);

    void add(boolean failed, long nowNanos) {
        long second = Math.floorDiv(nowNanos, SECOND);
        int slot = (int) Math.floorMod(second, (long) BUCKETS);
        long stamp = second & SECOND_MASK;
        long bucket = buckets.getPlain(slot);
        if (bucket >>> SECOND_SHIFT != stamp) {
            bucket = stamp << SECOND_SHIFT;
        }
        if ((bucket & MOST) < MOST) {
            buckets.setOpaque(slot, bucket + (failed ? (1L << COUNT_BITS) + 1 : 1));
        }
    }

    /// All outcomes in so many seconds, the present one included; at most ten.
    int all(int seconds, long nowNanos) {
        return sum(0, seconds, nowNanos);
    }

    int failures(int seconds, long nowNanos) {
        return sum(COUNT_BITS, seconds, nowNanos);
    }

    private int sum(int shift, int seconds, long nowNanos) {
        long second = Math.floorDiv(nowNanos, SECOND);
        long sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            long bucket = buckets.getOpaque(i);
            long age = (second - (bucket >>> SECOND_SHIFT)) & SECOND_MASK;
            if (age < seconds) {
                sum += (bucket >>> shift) & MOST;
            }
        }
        return (int) sum;
    }
}
