package dev.tulle.operator.cluster;

import dev.tulle.operator.cluster.Discrepancy.Version;
import dev.tulle.operator.view.ClusterObject;
import dev.tulle.operator.view.Meta;
import dev.tulle.operator.view.ViewEvent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an informer keeps: the records of the view, nothing whole. It tells every put and every
/// removal on, in the order of the watch, so no event handler is needed. Where the client wants an
/// object back, it gets one with metadata only.
final class PruningStore<T extends HasMetadata> implements ItemStore<T> {

    private static final Logger LOG = LoggerFactory.getLogger(PruningStore.class);

    private final Watched<T> watched;
    private final Consumer<ViewEvent> events;
    private final Map<String, ClusterObject> held = new ConcurrentHashMap<>();

    PruningStore(Watched<T> watched, Consumer<ViewEvent> events) {
        this.watched = watched;
        this.events = events;
    }

    @Override
    public String getKey(T object) {
        ObjectMeta meta = object.getMetadata();
        return MetaReader.text(meta.getNamespace()) + "/" + meta.getName();
    }

    /// An object that cannot be read must not end the watch of all others: what was known of it
    /// stays.
    @Override
    public @Nullable T put(String key, T object) {
        try {
            ClusterObject pruned = watched.pruned().apply(object);
            ClusterObject before = held.put(key, pruned);
            events.accept(new ViewEvent.Present(pruned));
            return blank(before);
        } catch (RuntimeException e) {
            LOG.error("cannot read {} {}, it is left as it was", watched.resource(), key, e);
            return get(key);
        }
    }

    @Override
    public @Nullable T remove(String key) {
        ClusterObject before = held.remove(key);
        if (before != null) {
            events.accept(new ViewEvent.Gone(watched.kind(), before.name()));
        }
        return blank(before);
    }

    @Override
    public Stream<String> keySet() {
        return held.keySet().stream();
    }

    @Override
    public Stream<T> values() {
        return held.values().stream().map(this::stub);
    }

    @Override
    public int size() {
        return held.size();
    }

    @Override
    public @Nullable T get(String key) {
        return blank(held.get(key));
    }

    @Override
    public boolean isFullState() {
        return false;
    }

    /// Which version of each object is held.
    Map<String, Version> versions() {
        Map<String, Version> versions = new HashMap<>();
        held.forEach((key, object) ->
                versions.put(
                        key, new Version(object.meta().uid(), object.meta().resourceVersion())));
        return versions;
    }

    private @Nullable T blank(@Nullable ClusterObject pruned) {
        return pruned == null ? null : stub(pruned);
    }

    private T stub(ClusterObject pruned) {
        Meta meta = pruned.meta();
        ObjectMeta stub = new ObjectMeta();
        stub.setName(meta.name().name());
        stub.setNamespace(meta.namespace().isEmpty() ? null : meta.namespace());
        stub.setUid(meta.uid());
        stub.setResourceVersion(meta.resourceVersion());
        T object = watched.blank().get();
        object.setMetadata(stub);
        return object;
    }
}
