package dev.tulle.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.Meta;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ServiceAccountView;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewEvent;
import dev.tulle.operator.view.ViewKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ViewThreadTest implements ViewObserver {

    private static final int PATIENCE_SECONDS = 10;

    private final AtomicLong nanos = new AtomicLong();
    private final List<Duration> delays = new CopyOnWriteArrayList<>();
    private final BlockingQueue<ViewChange> heard = new LinkedBlockingQueue<>();
    private final ViewThread thread = new ViewThread(nanos::get, this);

    @AfterEach
    void close() {
        thread.close();
    }

    @Test
    void publishesNothingBeforeItIsOpened() throws InterruptedException {
        thread.listen(heard::add);
        thread.add(present("a"));
        idle();
        assertThat(thread.isPublished()).isFalse();
        assertThat(thread.view().all(ServiceAccountView.class)).isEmpty();
        thread.add(present("b"));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(30));
        thread.open();
        assertThat(next().names(ViewKind.SERVICE_ACCOUNT)).as("the first view is whole").hasSize(2);
        assertThat(delays)
                .as("waiting for the other kinds is no delay of the thread")
                .containsExactly(Duration.ZERO);
    }

    @Test
    void publishesAnEmptyClusterToo() throws InterruptedException {
        thread.open();
        idle();
        assertThat(thread.isPublished()).isTrue();
    }

    @Test
    void takesWaitingEventsTogetherAndTellsTheOldestDelay() throws InterruptedException {
        thread.open();
        idle();
        thread.listen(heard::add);
        CountDownLatch busy = new CountDownLatch(1);
        thread.execute(() -> await(busy));
        thread.add(present("a"));
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(30));
        thread.add(present("b"));
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(10));
        busy.countDown();
        assertThat(next().names(ViewKind.SERVICE_ACCOUNT)).hasSize(2);
        assertThat(delays).last().isEqualTo(Duration.ofMillis(40));
    }

    @Test
    void goesOnWhenAListenerFails() throws InterruptedException {
        thread.listen(change -> {
            throw new IllegalStateException("a listener that fails");
        });
        thread.listen(heard::add);
        thread.open();
        thread.add(present("a"));
        assertThat(next().after().all(ServiceAccountView.class)).hasSize(1);
        thread.add(present("b"));
        assertThat(next().after().all(ServiceAccountView.class)).hasSize(2);
    }

    @Test
    void tellsNobodyOfAWriteThatChangedNothing() throws InterruptedException {
        thread.listen(heard::add);
        thread.open();
        thread.add(present("a"));
        next();
        thread.add(present("a"));
        thread.add(present("b"));
        assertThat(next().names(ViewKind.SERVICE_ACCOUNT))
                .containsExactly(ObjectName.of("shop", "b"));
    }

    @Test
    void forgetsAListener() throws InterruptedException {
        Consumer<ViewChange> listener = heard::add;
        thread.listen(listener);
        thread.open();
        thread.add(present("a"));
        next();
        thread.forget(listener);
        thread.add(present("b"));
        idle();
        assertThat(heard).isEmpty();
    }

    @Override
    public void published(ClusterView view, Duration behind) {
        delays.add(behind);
    }

    @Override
    public void restarted(ViewKind kind) {
        throw new AssertionError("the view thread restarts nothing");
    }

    @Override
    public void missed(ViewKind kind, int objects) {}

    private ViewChange next() throws InterruptedException {
        ViewChange change = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (change == null) {
            throw new AssertionError("no change within %s s".formatted(PATIENCE_SECONDS));
        }
        return change;
    }

    /// Everything that was handed to the thread before is done when this returns.
    private void idle() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        thread.execute(done::countDown);
        assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("idle").isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ViewEvent present(String name) {
        return new ViewEvent.Present(
                new ServiceAccountView(
                        new Meta(ObjectName.of("shop", name), name, 0, "1", Instant.EPOCH, null)));
    }
}
