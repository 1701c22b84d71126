package dev.tulle.proxy.resilience;

import java.util.random.RandomGenerator;

/// How long to wait before a retry by policy: any time below a bound that doubles.
public final class Backoff {
    private Backoff() {}

    /// Before try `tries + 1`, with `tries` from 1.
    public static long nanos(long base, long max, int tries, RandomGenerator random) {
        long bound = base;
        for (int i = 1; i < tries && bound < max; i++) {
            bound *= 2;
        }
        bound = Math.min(bound, max);
        return bound <= 0 ? 0 : random.nextLong(bound);
    }
}
