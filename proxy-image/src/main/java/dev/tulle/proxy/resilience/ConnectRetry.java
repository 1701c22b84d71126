package dev.tulle.proxy.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The retry that is always on: what no application saw goes to another endpoint, at most twice.
/// One object per request or tunnel; endpoints that were not tried yet come first.
public final class ConnectRetry<E> {
    public static final int MORE_TRIES = 2;
    private static final long SECOND_WAIT_NANOS = Duration.ofMillis(100).toNanos();

    /// Nearly every request has one try only.
    private @Nullable E first;

    private List<E> others = List.of();
    private int tries;

    /// This endpoint is being tried.
    public void trying(E endpoint) {
        tries++;
        if (first == null) {
            first = endpoint;
        } else {
            if (others.isEmpty()) {
                others = new ArrayList<>(2);
            }
            others.add(endpoint);
        }
    }

    /// For the choice of the next endpoint: it was not tried yet.
    public boolean untried(E endpoint) {
        return !endpoint.equals(first) && !others.contains(endpoint);
    }

    /// Tries so far.
    public int tries() {
        return tries;
    }

    /// How long to wait before the next try, or nothing when there is none: the first is made at
    /// once, the second after a random part of the shortest connect back-off.
    public OptionalLong waitNanos(Outcome outcome, RandomGenerator random) {
        if (!outcome.unseen() || tries > MORE_TRIES) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(tries < 2 ? 0 : random.nextLong(SECOND_WAIT_NANOS));
    }
}
