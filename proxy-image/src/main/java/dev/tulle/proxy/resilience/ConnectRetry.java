package dev.tulle.proxy.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// The retry that is always on: what no application saw goes to another endpoint, at most twice.
/// One object per request or tunnel; endpoints that were not tried yet come first.
public final class ConnectRetry<E> {
    public static final int MORE_TRIES = 2;
    private static final long SECOND_WAIT_NANOS = Duration.ofMillis(100).toNanos();

    private final List<E> tried = new ArrayList<>(1);

    /// This endpoint is being tried.
    public void trying(E endpoint) {
        tried.add(endpoint);
    }

    /// For the choice of the next endpoint: it was not tried yet.
    public boolean untried(E endpoint) {
        return !tried.contains(endpoint);
    }

    /// Tries so far.
    public int tries() {
        return tried.size();
    }

    /// How long to wait before the next try, or nothing when there is none: the first is made at
    /// once, the second after a random part of the shortest connect back-off.
    public OptionalLong waitNanos(Outcome outcome, RandomGenerator random) {
        if (!outcome.unseen() || tried.size() > MORE_TRIES) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(tried.size() < 2 ? 0 : random.nextLong(SECOND_WAIT_NANOS));
    }
}
