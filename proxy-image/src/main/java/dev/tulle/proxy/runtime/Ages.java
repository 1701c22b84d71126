package dev.tulle.proxy.runtime;

import java.util.random.RandomGenerator;

/// How old connections may grow. Ages differ by a tenth either way, or connections that were opened
/// together would be opened together again.
public final class Ages {
    private static final double JITTER = 0.1;

    private Ages() {}

    /// Between nine and eleven tenths of an age; 0 stays 0.
    public static long jittered(long nanos, RandomGenerator random) {
        return nanos == 0 ? 0 : (long) (nanos * (1 - JITTER + 2 * JITTER * random.nextDouble()));
    }
}
