package dev.tulle.proxy.runtime;

import org.jspecify.annotations.Nullable;

/// One timer on a [Wheel], moved as often as its owner likes.
public final class Deadline {
    private final Wheel wheel;
    private final Runnable expired;

    @Nullable Deadline next;
    @Nullable Deadline previous;
    @Nullable Deadline nextDue;
    boolean due;
    int slot = -1;
    long at;
    long linkedAt;

    Deadline(Wheel wheel, Runnable expired) {
        this.wheel = wheel;
        this.expired = expired;
    }

    /// Expires that long from now, give or take a tick, unless it is moved or taken off before.
    public void in(long nanos) {
        wheel.link(this, nanos);
    }

    public void off() {
        wheel.unlink(this);
    }

    void expire() {
        due = false;
        expired.run();
    }
}
