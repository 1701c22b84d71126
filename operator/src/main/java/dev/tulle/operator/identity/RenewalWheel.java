package dev.tulle.operator.identity;

import dev.tulle.operator.view.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// When an identity may be written: the point of renewal of each leaf, the wait after a failure,
/// and the least distance between two writes. Used by one thread.
final class RenewalWheel {
    private static final double EARLIEST = 0.45;
    private static final double LATEST = 0.55;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(150);
    private static final double JITTER = 0.2;

    /// So that no error in a comparison can become a loop.
    private static final Duration LEAST_DISTANCE = Duration.ofSeconds(10);

    private record Attempt(int failures, Instant readyAt) {}

    private final RandomGenerator random;
    private final Map<ObjectName, Attempt> attempts = new HashMap<>();

    RenewalWheel(RandomGenerator random) {
        this.random = random;
    }

    /// Draws the point of renewal of a new leaf: 45 to 55 % of its life, once.
    RenewalPoint draw() {
        return new RenewalPoint(random.nextDouble(EARLIEST, LATEST));
    }

    /// From when on the identity may be written again; the beginning of time if it never was.
    Instant readyAt(ObjectName secret) {
        Attempt last = attempts.get(secret);
        return last == null ? Instant.EPOCH : last.readyAt();
    }

    boolean hasFailed(ObjectName secret) {
        Attempt last = attempts.get(secret);
        return last != null && last.failures() > 0;
    }

    void succeeded(ObjectName secret, Instant now) {
        attempts.put(secret, new Attempt(0, now.plus(LEAST_DISTANCE)));
    }

    void failed(ObjectName secret, Instant now) {
        Attempt last = attempts.get(secret);
        int failures = last == null ? 1 : last.failures() + 1;
        attempts.put(secret, new Attempt(failures, now.plus(wait(failures))));
    }

    /// It is gone; when it is needed again, that is at once.
    void forget(ObjectName secret) {
        attempts.remove(secret);
    }

    /// Ends every wait that a failure caused; the next failure starts with a short one.
    void forgive() {
        attempts.values().removeIf(attempt -> attempt.failures() > 0);
    }

    /// Somebody else wrote it: look again soon, which is no failure.
    void postponed(ObjectName secret, Instant now) {
        Attempt last = attempts.get(secret);
        int failures = last == null ? 0 : last.failures();
        attempts.put(secret, new Attempt(failures, now.plus(FIRST_WAIT)));
    }

    /// Forgets every identity but these, if its wait is over.
    void keepOnly(Set<ObjectName> secrets, Instant now) {
        attempts.entrySet()
                .removeIf(entry ->
                        !secrets.contains(entry.getKey())
                                && now.isAfter(entry.getValue().readyAt()));
    }

    private Duration wait(int failures) {
        int doublings = Math.min(failures - 1, 16);
        long longest = LONGEST_WAIT.toMillis();
        long plain = Math.min(FIRST_WAIT.toMillis() << doublings, longest);
        double jitter = random.nextDouble(1 - JITTER, 1 + JITTER);
        return Duration.ofMillis(Math.min(Math.round(plain * jitter), longest));
    }
}
