package dev.tulle.proxy.admin;

import java.time.Duration;

/// At most ten probes in any second, for each declared probe.
final class ProbeRate {
    private static final int PER_SECOND = 10;

    private final long[] startedNanos = new long[PER_SECOND];
    private int next;
    private int started;

    boolean take(long nowNanos) {
        if (started == PER_SECOND
                && nowNanos - startedNanos[next] < Duration.ofSeconds(1).toNanos()) {
            return false;
        }
        startedNanos[next] = nowNanos;
        next = (next + 1) % PER_SECOND;
        started = Math.min(PER_SECOND, started + 1);
        return true;
    }
}
