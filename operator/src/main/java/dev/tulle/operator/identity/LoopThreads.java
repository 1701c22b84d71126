package dev.tulle.operator.identity;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Real threads. Few write, for the API server is the limit, not the signatures.
public final class LoopThreads implements IdentityThreads {
    private static final int WRITERS = 8;

    private final ScheduledExecutorService loop =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("identity-loop").factory());
    private final ExecutorService writers =
            Executors.newFixedThreadPool(
                    WRITERS, Thread.ofPlatform().daemon().name("identity-writer-", 0).factory());

    @Override
    public Runnable after(Duration delay, Runnable work) {
        try {
            Future<?> future =
                    loop.schedule(work, Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {};
        }
    }

    @Override
    public void write(Runnable work) {
        writers.execute(work);
    }

    /// What is being written is finished.
    @Override
    public void close() {
        loop.shutdownNow();
        writers.close();
    }
}
