package dev.tulle.proxy.resilience;

import dev.tulle.proxy.model.RetryMethods;
import dev.tulle.proxy.model.RetryOn;
import dev.tulle.proxy.model.RetryPolicy;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// The retries by policy of one destination on one event loop, with its budget.
public final class RetryRules {
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(5);

    private final RetryPolicy policy;
    private final Set<RetryOn> retryOn;
    private final RetryBudget budget;
    private final long base;
    private final long max;

    public RetryRules(RetryPolicy policy, int loops) {
        this.policy = policy;
        this.retryOn = policy.retryOn();
        this.budget = new RetryBudget(policy.budgetPercent(), policy.budgetPerSecond(), loops);
        this.base = policy.base().toNanos();
        this.max = policy.max().toNanos();
    }

    public RetryPolicy policy() {
        return policy;
    }

    /// A request was sent for the first time.
    public void firstTry(long nowNanos) {
        if (policy.attempts() > 0) {
            budget.firstTry(nowNanos);
        }
    }

    /// Whether this outcome is to be tried again, as far as the policy goes.
    public boolean mean(Outcome outcome) {
        return policy.attempts() > 0 && outcome.isAnyOf(retryOn);
    }

    /// What a request is like whose try failed.
    ///
    /// @param tries tries so far
    /// @param nanosLeft until the request times out, `Long.MAX_VALUE` when it does not
    /// @param pauseNanos what the endpoint asks for, 0 when it does not
    public record Failed(
            Outcome outcome,
            int tries,
            Repeatable repeatable,
            SafeTwice safeTwice,
            long nanosLeft,
            long pauseNanos) {}

    /// Whether the same bytes can be sent again.
    public enum Repeatable {
        YES,
        NO
    }

    /// Whether the method may be sent twice.
    public enum SafeTwice {
        YES,
        NO
    }

    /// Decides for a try that failed in a way that the policy means; takes from the budget when it
    /// is repeated.
    public RetryResult decide(Failed failed, long nowNanos) {
        if (failed.tries() > policy.attempts()) {
            return RetryResult.ATTEMPTS;
        }
        boolean safe =
                failed.outcome().unseen()
                        || failed.safeTwice() == SafeTwice.YES
                        || policy.methods() == RetryMethods.ALL;
        if (!safe) {
            return RetryResult.METHOD;
        }
        if (failed.repeatable() == Repeatable.NO) {
            return RetryResult.BODY;
        }
        if (failed.nanosLeft() <= 0) {
            return RetryResult.DEADLINE;
        }
        long pause = failed.pauseNanos();
        if (pause > 0 && pause >= Math.min(failed.nanosLeft(), LONGEST_PAUSE)) {
            return RetryResult.RETRY_AFTER;
        }
        return budget.take(nowNanos) ? RetryResult.RETRIED : RetryResult.BUDGET;
    }

    /// How long to wait before the next try: what the endpoint asks for, else a random time.
    public long waitNanos(Failed failed, RandomGenerator random) {
        return failed.pauseNanos() > 0
                ? failed.pauseNanos()
                : Backoff.nanos(base, max, failed.tries(), random);
    }
}
