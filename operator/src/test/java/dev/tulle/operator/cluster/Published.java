package dev.tulle.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ViewKind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Counts what it is told.
final class Published implements ViewObserver {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final AtomicInteger views = new AtomicInteger();

    @Override
    public void published(ClusterView view, Duration behind) {
        views.incrementAndGet();
    }

    @Override
    public void restarted(ViewKind kind) {
        throw new AssertionError("no watch of a test lives for ten minutes");
    }

    @Override
    public void missed(ViewKind kind, int objects) {}

    int views() {
        return views.get();
    }

    static void eventually(BooleanSupplier holds, String what) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time until: %s", what).isLessThan(deadline);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
