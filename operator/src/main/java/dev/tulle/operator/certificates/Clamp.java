package dev.tulle.operator.certificates;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When a leaf holds: a little backdated for slow clocks, never past its issuer's end.
final class Clamp {
    static final Duration BACKDATING = Duration.ofMinutes(5);

    /// Less than this part of the wanted life left is not worth a certificate.
    private static final int LEAST_PART = 10;

    private Clamp() {}

    /// The times of a leaf that is issued now.
    ///
    /// @param end when the first certificate above the leaf ends
    /// @return empty when too little of the wanted life is left to issue anything
    static Optional<Validity> of(Instant now, Duration wanted, Instant end) {
        Instant wantedEnd = now.plus(wanted);
        Instant notAfter = wantedEnd.isBefore(end) ? wantedEnd : end;
        boolean tooShort =
                Duration.between(now, notAfter).compareTo(wanted.dividedBy(LEAST_PART)) < 0;
        return tooShort
                ? Optional.empty()
                : Optional.of(new Validity(now.minus(BACKDATING), notAfter));
    }
}
