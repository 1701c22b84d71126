package dev.tulle.proxy.telemetry;

/// Durations in buckets whose bounds double from 0.5 ms to 16.4 s; written by one loop. The bucket
/// is found by counting leading zeros, which costs a few cycles whatever the value is.
final class Timing {
    static final int BUCKETS = 17;
    private static final long FIRST_NANOS = 500_000;

    private final long[] counts = new long[BUCKETS];
    private long sumNanos;
    private long touchedNanos;

    void add(long nanos, long nowNanos) {
        counts[bucket(nanos)]++;
        sumNanos += nanos;
        touchedNanos = nowNanos;
    }

    static int bucket(long nanos) {
        long steps = Math.max(0, nanos - 1) / FIRST_NANOS;
        return Math.min(BUCKETS - 1, Long.SIZE - Long.numberOfLeadingZeros(steps));
    }

    /// Upper bound of a bucket in seconds; the last one has none.
    static double bound(int bucket) {
        return (FIRST_NANOS << bucket) / 1e9;
    }

    void addTo(Sum sum) {
        for (int i = 0; i < BUCKETS; i++) {
            sum.counts[i] += counts[i];
        }
        sum.nanos += sumNanos;
    }

    long touchedNanos() {
        return touchedNanos;
    }

    /// What several loops timed, together.
    static final class Sum {
        private final long[] counts = new long[BUCKETS];
        private long nanos;

        static Sum of(long[] counts, long nanos) {
            Sum sum = new Sum();
            System.arraycopy(counts, 0, sum.counts, 0, BUCKETS);
            sum.nanos = nanos;
            return sum;
        }

        long count(int bucket) {
            return counts[bucket];
        }

        double seconds() {
            return nanos / 1e9;
        }
    }
}
