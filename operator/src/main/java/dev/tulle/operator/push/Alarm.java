package dev.tulle.operator.push;

import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Wakes one thread at one time, the earliest that was asked for. Used by that thread only.
final class Alarm {

    private final ScheduledExecutorService timer;
    private final Executor thread;
    private final LongSupplier nanos;
    private final Runnable wake;
    private @Nullable Future<?> set;
    private long at;

    Alarm(ScheduledExecutorService timer, Executor thread, LongSupplier nanos, Runnable wake) {
        this.timer = timer;
        this.thread = thread;
        this.nanos = nanos;
        this.wake = wake;
    }

    void set(long when) {
        if (set != null) {
            if (at - when <= 0) {
                return;
            }
            set.cancel(false);
        }
        at = when;
        long delay = Math.max(0, when - nanos.getAsLong());
        set = timer.schedule(() -> thread.execute(() -> ring(when)), delay, TimeUnit.NANOSECONDS);
    }

    void stop() {
        if (set != null) {
            set.cancel(false);
        }
    }

    private void ring(long when) {
        if (at == when) {
            set = null;
        }
        wake.run();
    }
}
