package dev.tulle.e2e.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Waiting for a condition, with a deadline and the last state seen in the failure.
public final class Eventually {
    private static final long BETWEEN_LOOKS_NANOS = Duration.ofMillis(50).toNanos();

    private Eventually() {}

    /// Looks until what is seen fits.
    ///
    /// @param what the state waited for, as a sentence
    /// @return the state that fits
    /// @throws AssertionError after `limit`, with the last state
    public static <T> T eventually(
            String what, Duration limit, Supplier<T> look, Predicate<T> fits) {
        var deadline = System.nanoTime() + limit.toNanos();
        @Nullable RuntimeException trouble = null;
        @Nullable T last = null;
        do {
            try {
                last = look.get();
                trouble = null;
                if (fits.test(last)) {
                    return last;
                }
            } catch (RuntimeException e) {
                trouble = e;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        } while (System.nanoTime() < deadline);
        throw new AssertionError(what + ": not within " + limit + "; last seen: " + last, trouble);
    }
}
