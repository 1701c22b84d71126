package dev.tulle.proxy.runtime;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Timers of one event loop, exact to a tick. A deadline is moved by writing a field: most are
/// moved by every request and nearly none ever expires. Ticks only while something is armed, so an
/// idle proxy sleeps.
public final class Wheel {
    /// For idle connections and waiting callers.
    static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(100);

    /// For timeouts that users set.
    static final long REQUESTS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int SLOTS = 512;

    private final EventExecutor loop;
    private final Ticker ticker;
    private final @Nullable Deadline[] slots = new @Nullable Deadline[SLOTS];
    private final long startNanos;
    private final long tickNanos;
    private final Runnable turn = this::turn;
    private long tick;
    private int armed;
    private boolean ticking;

    public Wheel(EventExecutor loop, Ticker ticker) {
        this(loop, ticker, PATIENCE);
    }

    Wheel(EventExecutor loop, Ticker ticker, long tickNanos) {
        this.loop = loop;
        this.tickNanos = tickNanos;
        this.ticker = ticker;
        this.startNanos = ticker.nanoTime();
    }

    /// A deadline that is not armed yet; `expired` runs on the loop.
    public Deadline deadline(Runnable expired) {
        return new Deadline(this, expired);
    }

    void link(Deadline deadline, long afterNanos) {
        if (armed == 0 && !ticking) {
            tick = nowTicks();
            ticking = true;
            loop.schedule(turn, tickNanos, TimeUnit.NANOSECONDS);
        }
        deadline.due = false;
        long at = tick + 1 + (afterNanos + tickNanos - 1) / tickNanos;
        if (deadline.slot >= 0 && at >= deadline.linkedAt) {
            deadline.at = at;
            return;
        }
        unlink(deadline);
        deadline.at = at;
        insert(deadline);
    }

    private void insert(Deadline deadline) {
        deadline.linkedAt = Math.min(deadline.at, tick + SLOTS - 1);
        int slot = (int) (deadline.linkedAt % SLOTS);
        Deadline head = slots[slot];
        deadline.slot = slot;
        deadline.next = head;
        deadline.previous = null;
        if (head != null) {
            head.previous = deadline;
        }
        slots[slot] = deadline;
        armed++;
    }

    void unlink(Deadline deadline) {
        deadline.due = false;
        if (deadline.slot < 0) {
            return;
        }
        Deadline next = deadline.next;
        Deadline previous = deadline.previous;
        if (previous == null) {
            slots[deadline.slot] = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        deadline.next = null;
        deadline.previous = null;
        deadline.slot = -1;
        armed--;
    }

    private void turn() {
        long now = nowTicks();
        // A loop that was away for a whole turn has to look at each slot once, not more often.
        long first = Math.max(tick + 1, now - SLOTS + 1);
        for (long at = first; at <= now; at++) {
            tick = at;
            look((int) (at % SLOTS));
        }
        ticking = armed > 0;
        if (ticking) {
            loop.schedule(turn, tickNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void look(int slot) {
        Deadline deadline = slots[slot];
        slots[slot] = null;
        Deadline expired = null;
        while (deadline != null) {
            Deadline next = deadline.next;
            armed--;
            deadline.slot = -1;
            deadline.previous = null;
            deadline.next = null;
            if (deadline.at <= tick) {
                deadline.due = true;
                deadline.nextDue = expired;
                expired = deadline;
            } else {
                insert(deadline);
            }
            deadline = next;
        }
        while (expired != null) {
            Deadline next = expired.nextDue;
            expired.nextDue = null;
            // What expired before it in this tick may have moved it or taken it off.
            if (expired.due) {
                expired.expire();
            }
            expired = next;
        }
    }

    private long nowTicks() {
        return (ticker.nanoTime() - startNanos) / tickNanos;
    }
}
