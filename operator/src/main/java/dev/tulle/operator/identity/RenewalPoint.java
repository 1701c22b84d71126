package dev.tulle.operator.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Where in the life of a leaf it is renewed.
///
/// @param part of the life, 0 to 1
public record RenewalPoint(double part) {
    Instant between(Instant issuedAt, Instant notAfter) {
        long seconds = Math.round(Duration.between(issuedAt, notAfter).toSeconds() * part);
        return issuedAt.plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
    }
}
