package dev.tulle.proxy.model;

/// How long callers of a destination wait and when they try again.
public record TrafficPolicy(Timeouts timeouts, RetryPolicy retries) {
    private static final TrafficPolicy PLAIN =
            new TrafficPolicy(Timeouts.unset(), RetryPolicy.none());

    /// What holds where discovery says nothing.
    public static TrafficPolicy plain() {
        return PLAIN;
    }
}
