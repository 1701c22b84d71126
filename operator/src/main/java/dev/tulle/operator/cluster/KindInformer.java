package dev.tulle.operator.cluster;

import dev.tulle.operator.view.ViewEvent;
import dev.tulle.operator.view.ViewKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The list and watch of one kind. It never gives up: whatever goes wrong is told and tried again.
final class KindInformer<T extends HasMetadata> {

    private static final Logger LOG = LoggerFactory.getLogger(KindInformer.class);

    /// Objects per page: the first list, not what is kept, sets the memory limit.
    private static final long PAGE = 500;

    private final Watched<T> watched;
    private final KubernetesClient client;
    private final PruningStore<T> store;
    private final Runnable synced;
    private final AtomicReference<@Nullable String> problem = new AtomicReference<>();
    private volatile SharedIndexInformer<T> informer;

    /// @param synced called whenever a list is complete
    KindInformer(
            Watched<T> watched,
            KubernetesClient client,
            Consumer<ViewEvent> events,
            Runnable synced) {
        this.watched = watched;
        this.client = client;
        this.store = new PruningStore<>(watched, events);
        this.synced = synced;
        this.informer = informer();
    }

    ViewKind kind() {
        return watched.kind();
    }

    void start() {
        start(informer);
    }

    /// Lists and watches anew; what is kept stays until the list says otherwise.
    void restart() {
        informer.stop();
        informer = informer();
        start(informer);
    }

    void stop() {
        informer.stop();
    }

    /// How far the watch has come; moves with bookmarks even when nothing happens.
    @Nullable String resourceVersion() {
        return informer.lastSyncResourceVersion();
    }

    /// What is held otherwise than the API server lists it at this moment. Events on their way make
    /// some, too.
    ///
    /// @throws IOException when the list is not complete
    Set<Discrepancy> discrepancies() throws IOException {
        return Discrepancy.between(store.versions(), MetadataList.of(client, watched));
    }

    /// Why the kind cannot be read now, for humans.
    Optional<String> problem() {
        return Optional.ofNullable(informer.isWatching() ? null : problem.get());
    }

    private SharedIndexInformer<T> informer() {
        return watched.source(client)
                .withLimit(PAGE)
                .runnableInformer(0)
                .removeNamespaceIndex()
                .itemStore(store)
                .exceptionHandler((_, failure) -> isToBeTriedAgain(failure));
    }

    private void start(SharedIndexInformer<T> started) {
        started.start()
                .whenComplete((_, failure) -> {
                    if (failure == null) {
                        problem.set(null);
                        synced.run();
                    }
                });
    }

    private boolean isToBeTriedAgain(Throwable failure) {
        String sentence = WatchProblem.sentence(watched.resource(), failure);
        if (!sentence.equals(problem.getAndSet(sentence))) {
            LOG.warn(sentence);
        }
        return true;
    }
}
