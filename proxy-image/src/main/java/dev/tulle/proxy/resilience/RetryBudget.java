package dev.tulle.proxy.resilience;

/// How many retries a destination gets, so that they cannot multiply the load of a service that
/// fails: over the last ten seconds a share of the first tries, and so many per second beside. Of
/// one event loop, which has its part of the second number.
public final class RetryBudget {
    private final Outcomes tries = new Outcomes();
    private final double share;
    private final double beside;

    /// The loops share `perSecond`; each sees its own first tries.
    public RetryBudget(int percent, int perSecond, int loops) {
        this.share = percent / 100.0;
        this.beside = (double) perSecond * Outcomes.BUCKETS / loops;
    }

    /// A request was sent for the first time.
    public void firstTry(long nowNanos) {
        tries.add(false, nowNanos);
    }

    /// Takes one retry, if there is any left.
    public boolean take(long nowNanos) {
        int retries = tries.failures(Outcomes.BUCKETS, nowNanos);
        int first = tries.all(Outcomes.BUCKETS, nowNanos) - retries;
        if (retries + 1 > share * first + beside) {
            return false;
        }
        tries.add(true, nowNanos);
        return true;
    }
}
