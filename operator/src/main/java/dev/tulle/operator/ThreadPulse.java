package dev.tulle.operator;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Whether a thread that does everything in turn still turns: each question leaves a beat in its
/// queue, and one that was not run in time is the answer to the next question.
final class ThreadPulse implements Vitals.Check {

    private static final long NONE = Long.MIN_VALUE;

    private final String name;
    private final Executor thread;
    private final LongSupplier nanos;
    private final Duration patience;
    private final AtomicLong waitingSince = new AtomicLong(NONE);

    ThreadPulse(String name, Executor thread, LongSupplier nanos, Duration patience) {
        this.name = name;
        this.thread = thread;
        this.nanos = nanos;
        this.patience = patience;
    }

    @Override
    public List<String> get() {
        long now = nanos.getAsLong();
        if (waitingSince.compareAndSet(NONE, now)) {
            thread.execute(() -> waitingSince.set(NONE));
            return List.of();
        }
        long since = waitingSince.get();
        boolean late = since != NONE && now - since > patience.toNanos();
        return late ? List.of("%s has not moved for %s".formatted(name, patience)) : List.of();
    }
}
