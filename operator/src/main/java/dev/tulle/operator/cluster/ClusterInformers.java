package dev.tulle.operator.cluster;

import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The views of a cluster: one informer per kind, one thread that turns their events into one view
/// after the other. The first view is published when every kind has been listed once.
public final class ClusterInformers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterInformers.class);
    private static final int MINUTES_BETWEEN_LOOKS = 5;
    private static final int MINUTES_BETWEEN_PULSES = 1;
    private static final int SECONDS_AFTER_FAILURE = 1;
    private static final long SECONDS_BETWEEN_COMPARISONS = TimeUnit.HOURS.toSeconds(1);
    private static final int SECONDS_UNTIL_EVENTS_CAME = 30;

    private final KubernetesClient client;
    private final WatchedKinds watchedKinds;
    private final Set<ViewKind> kinds;
    private final LongSupplier nanos;
    private final ViewObserver observer;
    private final ViewThread thread;
    private final Map<ViewKind, KindInformer<?>> informers = new ConcurrentHashMap<>();
    private final Set<ViewKind> awaited =
            Collections.synchronizedSet(EnumSet.noneOf(ViewKind.class));
    private final Map<ViewKind, WatchPulse> pulses = new EnumMap<>(ViewKind.class);
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("tulle-watch-guard").factory());

    /// @param ownNamespace where our own Deployments and ConfigMaps are
    /// @param kinds what this role reads; it needs list and watch on each
    /// @param nanos a clock that only goes forward
    public ClusterInformers(
            KubernetesClient client,
            String ownNamespace,
            Set<ViewKind> kinds,
            LongSupplier nanos,
            ViewObserver observer) {
        this.client = client;
        this.watchedKinds = new WatchedKinds(ownNamespace);
        this.kinds = Set.copyOf(kinds);
        this.nanos = nanos;
        this.observer = observer;
        this.thread = new ViewThread(nanos, observer);
        this.awaited.addAll(kinds);
    }

    /// Returns at once; [#isSynced()] tells when the first view is there.
    public void start() {
        kinds.stream().filter(kind -> !WatchedKinds.isOptional(kind)).forEach(this::watch);
        looks.execute(this::lookForOptionalKinds);
        var _ =
                looks.scheduleWithFixedDelay(
                        this::restartStillWatches,
                        MINUTES_BETWEEN_PULSES,
                        MINUTES_BETWEEN_PULSES,
                        TimeUnit.MINUTES);
        var _ =
                looks.scheduleWithFixedDelay(
                        this::compareWithLists,
                        secondsUntilFirstComparison(),
                        SECONDS_BETWEEN_COMPARISONS,
                        TimeUnit.SECONDS);
    }

    public ClusterView view() {
        return thread.view();
    }

    /// The only thread that makes views and calls listeners. What is confined to it needs no locks.
    public Executor viewThread() {
        return thread;
    }

    /// The listener is called on the view thread. The first change it hears holds every object that
    /// is there: at the first view, or now when that was published already.
    public void listen(Consumer<ViewChange> listener) {
        thread.listen(listener);
    }

    public void forget(Consumer<ViewChange> listener) {
        thread.forget(listener);
    }

    public boolean isSynced() {
        return thread.isPublished();
    }

    /// What keeps a kind from being read, each in a sentence; for readiness and logs.
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        informers.values().forEach(informer -> informer.problem().ifPresent(problems::add));
        Collections.sort(problems);
        return problems;
    }

    @Override
    public void close() {
        looks.shutdownNow();
        informers.values().forEach(KindInformer::stop);
        thread.close();
    }

    private void watch(ViewKind kind) {
        KindInformer<?> informer = informer(watchedKinds.of(kind));
        informers.put(kind, informer);
        informer.start();
    }

    private <T extends HasMetadata> KindInformer<T> informer(Watched<T> watched) {
        return new KindInformer<>(watched, client, thread::add, () -> synced(watched.kind()));
    }

    private void synced(ViewKind kind) {
        LOG.debug("listed {}", kind);
        awaited.remove(kind);
        if (awaited.isEmpty()) {
            thread.open();
        }
    }

    /// An optional kind that is not served is done for now, and looked for again later.
    private void lookForOptionalKinds() {
        try {
            for (ViewKind kind : kinds) {
                if (WatchedKinds.isOptional(kind) && !informers.containsKey(kind)) {
                    if (client.supports(watchedKinds.of(kind).type())) {
                        watch(kind);
                    } else {
                        synced(kind);
                    }
                }
            }
            lookAgain(MINUTES_BETWEEN_LOOKS, TimeUnit.MINUTES);
        } catch (KubernetesClientException e) {
            LOG.warn(
                    "cannot ask which kinds the API server serves, asking again: {}",
                    e.getMessage());
            lookAgain(SECONDS_AFTER_FAILURE, TimeUnit.SECONDS);
        }
    }

    private void restartStillWatches() {
        informers.forEach((kind, informer) -> {
            long now = nanos.getAsLong();
            WatchPulse pulse = pulses.computeIfAbsent(kind, _ -> new WatchPulse(now));
            if (pulse.isStill(informer.resourceVersion(), now)) {
                LOG.warn("the watch of {} stands still, listing again", kind);
                observer.restarted(kind);
                informer.restart();
            }
        });
    }

    /// Replicas that start together do not list together: the clock of each began another time.
    private long secondsUntilFirstComparison() {
        long half = SECONDS_BETWEEN_COMPARISONS / 2;
        return half + Math.floorMod(nanos.getAsLong(), half);
    }

    private void compareWithLists() {
        informers.forEach((kind, informer) ->
                new RelistCheck(
                                kind.name(),
                                informer::discrepancies,
                                this::whenEventsCame,
                                missed -> repair(informer, missed))
                        .run());
    }

    private void whenEventsCame(Runnable task) {
        var _ = looks.schedule(task, SECONDS_UNTIL_EVENTS_CAME, TimeUnit.SECONDS);
    }

    private void repair(KindInformer<?> informer, Set<Discrepancy> missed) {
        LOG.warn(
                "the watch of {} has missed {} events, listing again; the first: {}",
                informer.kind(),
                missed.size(),
                missed.iterator().next());
        observer.missed(informer.kind(), missed.size());
        informer.restart();
    }

    private void lookAgain(int delay, TimeUnit unit) {
        var _ = looks.schedule(this::lookForOptionalKinds, delay, unit);
    }
}
