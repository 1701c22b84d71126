package dev.tulle.proxy.model;

import java.time.Duration;
import java.util.Set;

/// When a failed try is repeated, beside what no application saw, which always is.
///
/// @param attempts tries after the first
/// @param base the longest wait before the second try; doubled before each further one
/// @param max where doubling ends
/// @param budgetPercent retries that the destination gets per 100 first tries
/// @param budgetPerSecond retries that it gets beside these
public record RetryPolicy(
        int attempts,
        RetryMethods methods,
        Set<RetryOn> retryOn,
        Duration base,
        Duration max,
        int budgetPercent,
        int budgetPerSecond) {
    public static final int MOST_ATTEMPTS = 10;
    private static final RetryPolicy NONE =
            new RetryPolicy(
                    0,
                    RetryMethods.IDEMPOTENT,
                    Set.of(),
                    Duration.ofMillis(25),
                    Duration.ofMillis(250),
                    0,
                    0);

    public RetryPolicy {
        retryOn = Set.copyOf(retryOn);
        if (attempts < 0 || attempts > MOST_ATTEMPTS) {
            throw new IllegalArgumentException(
                    "attempts " + attempts + ": expected 0 to " + MOST_ATTEMPTS);
        }
        if (base.isNegative() || max.compareTo(base) < 0) {
            throw new IllegalArgumentException(
                    "waits %s to %s: expected the second no shorter than the first"
                            .formatted(base, max));
        }
        if (budgetPercent < 0 || budgetPercent > 100 || budgetPerSecond < 0) {
            throw new IllegalArgumentException(
                    "budget %d %% and %d/s: expected 0 to 100 and 0 or more"
                            .formatted(budgetPercent, budgetPerSecond));
        }
    }

    public static RetryPolicy none() {
        return NONE;
    }
}
