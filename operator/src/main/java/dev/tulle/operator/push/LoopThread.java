package dev.tulle.operator.push;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Brings everything that happens onto the one thread of the loop, and wakes it when something is
/// due although nothing happens.
final class LoopThread {

    private final Executor thread;
    private final PushLoop loop;
    private final Alarm alarm;
    private volatile boolean stopped;

    LoopThread(Executor thread, PushLoop loop, ScheduledExecutorService timer, LongSupplier nanos) {
        this.thread = thread;
        this.loop = loop;
        this.alarm = new Alarm(timer, thread, nanos, this::turn);
    }

    /// From any thread; ignored after the end.
    void run(Consumer<PushLoop> task) {
        if (!stopped) {
            thread.execute(() -> runHere(task));
        }
    }

    /// On the loop's own thread.
    void runHere(Consumer<PushLoop> task) {
        if (!stopped) {
            task.accept(loop);
            turn();
        }
    }

    /// Nothing is run after what has been handed over until now.
    CompletableFuture<Void> stop() {
        return CompletableFuture.runAsync(
                () -> {
                    stopped = true;
                    alarm.stop();
                },
                thread);
    }

    private void turn() {
        if (stopped) {
            return;
        }
        try {
            loop.turn();
        } finally {
            alarm.set(loop.dueAt());
        }
    }
}
