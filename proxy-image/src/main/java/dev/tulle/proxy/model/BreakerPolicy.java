package dev.tulle.proxy.model;

import java.time.Duration;

/// When an endpoint is left alone for the way it answers, and for how long.
///
/// @param consecutiveFailures failures in a row that eject an endpoint
/// @param minSuccess share of successes over 10 s, between 0 and 1, below which one is ejected
/// @param ejectionTime how long the first time; doubled each further time
/// @param maxEjectionTime where doubling ends
/// @param maxEjectedPercent share of the ready endpoints that may be ejected at once
public record BreakerPolicy(
        int consecutiveFailures,
        double minSuccess,
        Duration ejectionTime,
        Duration maxEjectionTime,
        int maxEjectedPercent) {
    public BreakerPolicy {
        if (consecutiveFailures < 1) {
            throw new IllegalArgumentException(
                    "consecutive failures " + consecutiveFailures + ": expected 1 or more");
        }
        if (!(minSuccess >= 0 && minSuccess <= 1)) {
            throw new IllegalArgumentException(
                    "least success " + minSuccess + ": expected a share between 0 and 1");
        }
        if (ejectionTime.isNegative() || ejectionTime.isZero()) {
            throw new IllegalArgumentException(
                    "ejection time " + ejectionTime + ": expected more than nothing");
        }
        if (maxEjectionTime.compareTo(ejectionTime) < 0) {
            throw new IllegalArgumentException(
                    "longest ejection %s: expected %s or more"
                            .formatted(maxEjectionTime, ejectionTime));
        }
        if (maxEjectedPercent < 0 || maxEjectedPercent > 100) {
            throw new IllegalArgumentException(
                    "ejected percent " + maxEjectedPercent + ": expected 0 to 100");
        }
    }
}
