package dev.tulle.proxy.resilience;

import dev.tulle.proxy.model.BreakerPolicy;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/// Decides about the breakers of one backend's endpoints, and bounds how many are ejected at once
/// over all event loops. Its lock is taken where an endpoint is about to be ejected, which is rare.
public final class Ejections {

    /// The backend as one loop sees it.
    ///
    /// @param loop the number under which the loop counts
    /// @param ready how many endpoints are ready
    /// @param ejected how many of these are ejected
    public record Sight(
            BreakerPolicy policy,
            int loop,
            RandomGenerator random,
            IntSupplier ready,
            IntSupplier ejected) {}

    /// What became of an endpoint by an outcome.
    public enum Change {
        NONE(""),
        READMITTED(""),
        CONSECUTIVE("consecutive-failures"),
        SUCCESS_RATE("success-rate"),
        PROBE("probe-failed");

        private final String reason;

        Change(String reason) {
            this.reason = reason;
        }

        /// Why it was ejected, the label of metrics; empty when it was not.
        public String reason() {
            return reason;
        }
    }

    /// How many of that many ready endpoints may be ejected: the policy's share, but one always
    /// stays.
    static int allowed(BreakerPolicy policy, int ready) {
        return Math.min(ready - 1, ready * policy.maxEjectedPercent() / 100);
    }

    /// Counts the outcome of a request on one loop, and ejects or readmits the endpoint.
    public Change record(
            Breaker breaker, Breaker.Entry entry, Outcome outcome, Sight sight, long nowNanos) {
        breaker.record(outcome, sight.loop(), nowNanos);
        if (entry == Breaker.Entry.PROBE) {
            return probed(breaker, outcome, sight, nowNanos);
        }
        if (!outcome.failure() || breaker.open()) {
            return Change.NONE;
        }
        Change verdict = breaker.verdict(sight.policy(), nowNanos);
        return verdict != Change.NONE && eject(breaker, sight, nowNanos) ? verdict : Change.NONE;
    }

    private static Change probed(Breaker breaker, Outcome outcome, Sight sight, long nowNanos) {
        if (outcome == Outcome.SUCCESS) {
            breaker.close();
            return Change.READMITTED;
        }
        if (outcome.failure()) {
            breaker.eject(sight.policy(), sight.random(), nowNanos);
            return Change.PROBE;
        }
        return Change.NONE;
    }

    private synchronized boolean eject(Breaker breaker, Sight sight, long nowNanos) {
        boolean room =
                sight.ejected().getAsInt() < allowed(sight.policy(), sight.ready().getAsInt());
        if (room && !breaker.open()) {
            breaker.eject(sight.policy(), sight.random(), nowNanos);
            return true;
        }
        return false;
    }
}
