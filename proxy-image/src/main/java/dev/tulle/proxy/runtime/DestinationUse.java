package dev.tulle.proxy.runtime;

/// When a destination was last used on one loop. Other threads read it without a lock: a value of
/// just before is good enough to drop what has been idle for minutes.
public final class DestinationUse {
    private int connections;
    private long lastNanos;

    DestinationUse(long nowNanos) {
        lastNanos = nowNanos;
    }

    public void opened(long nowNanos) {
        connections++;
        lastNanos = nowNanos;
    }

    public void closed(long nowNanos) {
        connections--;
        lastNanos = nowNanos;
    }

    long lastNanos(long nowNanos) {
        return connections > 0 ? nowNanos : lastNanos;
    }
}
