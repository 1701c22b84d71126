package dev.tulle.operator.identity;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Keeps numbers back while first attempts are under way: nobody wants to read "0 of 1" about a
/// leaf that is there 50 ms later. Not for long, so that a busy mesh is heard of too.
final class Calm {
    static final Duration LONGEST = Duration.ofSeconds(2);

    private @Nullable Instant busySince;

    boolean isItTime(boolean busy, Instant now) {
        if (!busy) {
            busySince = null;
            return true;
        }
        if (busySince == null) {
            busySince = now;
            return false;
        }
        return !now.isBefore(busySince.plus(LONGEST));
    }

    boolean isWaiting() {
        return busySince != null;
    }
}
