package dev.tulle.operator.cluster;

import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The single writer of views. Events that wait are taken together into one next view; listeners
/// are called one after the other on this thread. Until it is opened there is no view but the empty
/// one, so nobody ever acts on half a cluster.
final class ViewThread implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ViewThread.class);

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("tulle-view").factory());
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final List<Consumer<ViewChange>> listeners = new CopyOnWriteArrayList<>();

    private final LongSupplier nanos;
    private final ViewObserver observer;

    private volatile ClusterView view = ClusterView.empty();
    private volatile boolean open;
    private volatile long openedAt;

    private record Waiting(ViewEvent event, long since) {}

    ViewThread(LongSupplier nanos, ViewObserver observer) {
        this.nanos = nanos;
        this.observer = observer;
    }

    ClusterView view() {
        return view;
    }

    /// Who listens late hears of everything that is there already, as one change.
    void listen(Consumer<ViewChange> listener) {
        execute(() -> {
            listeners.add(listener);
            tell(List.of(listener), everything());
        });
    }

    void forget(Consumer<ViewChange> listener) {
        listeners.remove(listener);
    }

    void add(ViewEvent event) {
        waiting.add(new Waiting(event, nanos.getAsLong()));
        if (open) {
            schedule();
        }
    }

    /// From now on views are made; the first holds all that came before.
    void open() {
        openedAt = nanos.getAsLong();
        open = true;
        schedule();
    }

    boolean isPublished() {
        return view.number() > 0;
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(() -> guarded(task));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            execute(this::publish);
        }
    }

    private void publish() {
        scheduled.set(false);
        List<ViewEvent> events = new ArrayList<>();
        long now = nanos.getAsLong();
        long oldest = now;
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            events.add(next.event());
            oldest = Math.min(oldest, Math.max(next.since(), openedAt));
        }
        if (events.isEmpty() && isPublished()) {
            return;
        }
        ViewChange change = view.after(events);
        view = change.after();
        observer.published(view, Duration.ofNanos(now - oldest));
        tell(listeners, change);
    }

    private static void tell(List<Consumer<ViewChange>> listeners, ViewChange change) {
        if (!change.changed().isEmpty()) {
            listeners.forEach(listener -> guarded(() -> listener.accept(change)));
        }
    }

    private ViewChange everything() {
        List<ViewEvent> present =
                view.objects().values().stream()
                        .flatMap(kind -> kind.values().stream())
                        .<ViewEvent>map(ViewEvent.Present::new)
                        .toList();
        ViewChange all = ClusterView.empty().after(present);
        return new ViewChange(all.before(), view, all.changed());
    }

    /// A listener that fails must not stop the others, nor the next view.
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a task of the view thread failed, it goes on with the next", e);
        }
    }
}
