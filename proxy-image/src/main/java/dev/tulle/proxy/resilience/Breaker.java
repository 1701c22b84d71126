package dev.tulle.proxy.resilience;

import dev.tulle.proxy.model.BreakerPolicy;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// Whether one endpoint is called at all, shared by the event loops: what one of them decides holds
/// for all.
///
/// Closed: it is called. After too many failures it is ejected for a time that doubles from one
/// ejection to the next; then one request may probe it, which closes the breaker or ejects it
/// again. Each loop counts outcomes in its own buckets and reads those of the others only when
/// something failed; a lock is taken only where an endpoint is ejected or comes back.
public final class Breaker {
    private static final int FEWEST_REQUESTS = 5;
    private static final double JITTER = 0.2;

    private final Ticker ticker;
    private final Outcomes[] outcomes;
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private final AtomicBoolean probing = new AtomicBoolean();

    /// Written under this object's lock.
    private volatile boolean open;

    private volatile long openFrom;
    private volatile long openNanos;

    /// What was counted up to that moment is forgotten; holds when there was an ejection.
    private volatile long closedAt;

    private volatile int ejections;

    Breaker(int loops, Ticker ticker) {
        this.ticker = ticker;
        this.outcomes = new Outcomes[loops];
        for (int i = 0; i < loops; i++) {
            outcomes[i] = new Outcomes();
        }
    }

    /// Whether the endpoint is ejected and did not come back yet.
    public boolean open() {
        return open;
    }

    /// Whether a request may go there now: the breaker is closed, or a probe is due.
    public boolean admits() {
        return !open || (due() && !probing.get());
    }

    private boolean due() {
        return ticker.nanoTime() - openFrom >= openNanos;
    }

    /// A request is about to go there. Where nothing better is left, requests go to ejected
    /// endpoints too; they are no probes.
    public Entry enter() {
        return open && due() && probing.compareAndSet(false, true) ? Entry.PROBE : Entry.NORMAL;
    }

    /// How a request gets past a breaker.
    public enum Entry {
        NORMAL,
        /// It decides whether the endpoint comes back; [#probeEnded] must follow.
        PROBE
    }

    /// The probe is over, with or without an outcome.
    public void probeEnded() {
        probing.set(false);
    }

    /// Counts an outcome on one loop.
    void record(Outcome outcome, int loop, long nowNanos) {
        if (outcome == Outcome.REFUSED) {
            return;
        }
        boolean failed = outcome.failure();
        outcomes[loop].add(failed, nowNanos);
        if (failed) {
            failuresInARow.incrementAndGet();
        } else if (failuresInARow.get() != 0) {
            failuresInARow.set(0);
        }
    }

    /// Why the endpoint should be ejected by this policy, if it should.
    Ejections.Change verdict(BreakerPolicy policy, long nowNanos) {
        if (failuresInARow.get() >= policy.consecutiveFailures()) {
            return Ejections.Change.CONSECUTIVE;
        }
        int seconds = remembered(nowNanos);
        int all = 0;
        int failed = 0;
        for (Outcomes each : outcomes) {
            all += each.all(seconds, nowNanos);
            failed += each.failures(seconds, nowNanos);
        }
        boolean low = all >= FEWEST_REQUESTS && all - failed < policy.minSuccess() * all;
        return low ? Ejections.Change.SUCCESS_RATE : Ejections.Change.NONE;
    }

    private int remembered(long nowNanos) {
        if (ejections == 0) {
            return Outcomes.BUCKETS;
        }
        long sinceClosed =
                Math.floorDiv(nowNanos, Outcomes.SECOND) - Math.floorDiv(closedAt, Outcomes.SECOND);
        return (int) Math.min(Outcomes.BUCKETS, sinceClosed);
    }

    /// Ejects the endpoint, or, when its probe failed, keeps it out for longer. It begins with the
    /// shortest time again when it was called for longer than it was ejected the last time.
    synchronized void eject(BreakerPolicy policy, RandomGenerator random, long nowNanos) {
        if (!open && nowNanos - closedAt > openNanos) {
            ejections = 0;
        }
        long base = policy.ejectionTime().toNanos();
        long longest = policy.maxEjectionTime().toNanos();
        long time = base;
        for (int i = 0; i < ejections && time < longest; i++) {
            time = Math.min(longest, 2 * time);
        }
        ejections++;
        openNanos = (long) (time * (1 - JITTER + 2 * JITTER * random.nextDouble()));
        openFrom = nowNanos;
        open = true;
        failuresInARow.set(0);
    }

    /// All of the past is forgotten but how often it was ejected.
    public synchronized void close() {
        closedAt = ticker.nanoTime();
        failuresInARow.set(0);
        open = false;
    }
}
