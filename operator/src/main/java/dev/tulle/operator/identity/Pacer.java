package dev.tulle.operator.identity;

import java.time.Duration;
import java.time.Instant;

/// Spreads writes that nobody waits for: 50 per second, kind to kubelets and API server.
final class Pacer {
    private static final Duration DISTANCE = Duration.ofMillis(20);

    private Instant next = Instant.EPOCH;

    boolean mayGo(Instant now) {
        if (now.isBefore(next)) {
            return false;
        }
        next = now.plus(DISTANCE);
        return true;
    }

    Instant next() {
        return next;
    }
}
