package dev.tulle.proxy.runtime;

import dev.tulle.proxy.model.TrafficPolicy;
import dev.tulle.proxy.resilience.RetryRules;

/// How long callers of one destination, or of one rule of it, wait on one loop and when they try
/// again, with the budget of their retries. Times are in nanoseconds, 0 for none.
public final class RoutePolicy {
    private static final RoutePolicy PLAIN = new RoutePolicy(TrafficPolicy.plain(), 1);

    private final TrafficPolicy traffic;
    private final RetryRules retries;
    private final int connectMillis;
    private final long requestNanos;
    private final long tryNanos;
    private final long idleNanos;

    RoutePolicy(TrafficPolicy traffic, int loops) {
        this.traffic = traffic;
        this.retries = new RetryRules(traffic.retries(), loops);
        this.connectMillis =
                (int) Math.min(Integer.MAX_VALUE, traffic.timeouts().connect().toMillis());
        this.requestNanos = traffic.timeouts().request().toNanos();
        this.tryNanos = traffic.timeouts().perTry().toNanos();
        this.idleNanos = traffic.timeouts().idle().toNanos();
    }

    /// What holds where nobody can say anything: towards the own application, or outside.
    public static RoutePolicy plain() {
        return PLAIN;
    }

    boolean is(TrafficPolicy other) {
        return traffic.equals(other);
    }

    public RetryRules retries() {
        return retries;
    }

    /// 0 for the proxy's own patience.
    public int connectMillis() {
        return connectMillis;
    }

    public long requestNanos() {
        return requestNanos;
    }

    public long tryNanos() {
        return tryNanos;
    }

    public long idleNanos() {
        return idleNanos;
    }
}
