package dev.tulle.proxy.warmup;

import java.util.Arrays;

/// Whether answers take about as long as each other: the 99th percentile of the last hundred is
/// below three times their median. Compilation and class loading show as stalls, so this tells
/// their end.
final class Steadiness {
    private static final int WINDOW = 100;
    private static final int LOOK_EVERY = 20;
    private static final int FACTOR = 3;

    private final long[] samples = new long[WINDOW];
    private int count;
    private boolean steady;

    void add(long nanos) {
        samples[count % WINDOW] = nanos;
        count++;
        if (count >= WINDOW && count % LOOK_EVERY == 0) {
            long[] sorted = samples.clone();
            Arrays.sort(sorted);
            steady = sorted[WINDOW - 2] < FACTOR * sorted[WINDOW / 2];
        }
    }

    boolean steady() {
        return steady;
    }

    int count() {
        return count;
    }
}
