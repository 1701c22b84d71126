package dev.tulle.operator.apply;

import dev.tulle.api.condition.Reason;
import dev.tulle.operator.apply.ApplyObserver.Result;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Server-side apply of whole fresh objects, under one field manager.
///
/// `desired` holds only what we own: never a changed copy of what was read. Safe to call from many
/// threads; two calls for one object at once end in either order, as with any two applies.
public final class Applier {
    private static final Logger LOG = LoggerFactory.getLogger(Applier.class);
    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final FieldOwner manager;
    private final Events events;
    private final ApplyObserver observer;
    private final Map<ObjectKey, Written> written = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    public Applier(
            KubernetesClient client, FieldOwner manager, Events events, ApplyObserver observer) {
        this.client = client;
        this.manager = manager;
        this.events = events;
        this.observer = observer;
    }

    /// Makes the cluster say what `desired` says; writes nothing when the same was written last and
    /// our fields still stand as the API server then stored them.
    ///
    /// Fields of other managers that stand in the way are taken over, told in the log and in one
    /// Event.
    ///
    /// @return the object as the API server has it now
    public <T extends HasMetadata> T apply(T desired) {
        ObjectKey key = ObjectKey.of(desired);
        String hash = Written.hash(client, desired);
        Written last = written.get(key);
        if (last != null && last.hash().equals(hash)) {
            T current = client.resource(desired).get();
            if (current != null && last.stillStandsIn(current, manager)) {
                observer.wrote(key.kind(), Result.UNCHANGED);
                return current;
            }
        }
        T stored = applyForced(desired, key);
        written.put(key, Written.of(hash, stored, manager));
        return stored;
    }

    /// Applies on the condition that the object is still as it was seen; for objects that two
    /// leaders could write at once.
    ///
    /// @return the object as stored, or empty when somebody else was faster: read it, decide again
    public <T extends HasMetadata> Optional<T> applyIfStill(Seen seen, T desired) {
        desired.getMetadata().setUid(seen.uid());
        desired.getMetadata().setResourceVersion(seen.resourceVersion());
        ObjectKey key = ObjectKey.of(desired);
        try {
            return Optional.of(applyForced(desired, key));
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                throw e;
            }
            observer.wrote(key.kind(), Result.OUTDATED);
            return Optional.empty();
        }
    }

    /// Drops what is remembered of an object, after its deletion.
    void forget(ObjectKey key) {
        written.remove(key);
    }

    private <T extends HasMetadata> T applyForced(T desired, ObjectKey key) {
        try {
            T stored = resource(desired).fieldManager(manager.word()).serverSideApply();
            observer.wrote(key.kind(), Result.WRITTEN);
            return stored;
        } catch (KubernetesClientException e) {
            Optional<FieldConflict> conflict = FieldConflict.in(e);
            if (conflict.isEmpty()) {
                observer.wrote(key.kind(), Result.FAILED);
                throw e;
            }
            tellOnce(desired, key, conflict.get());
        }
        T stored =
                resource(desired).fieldManager(manager.word()).forceConflicts().serverSideApply();
        observer.wrote(key.kind(), Result.FORCED);
        return stored;
    }

    private void tellOnce(HasMetadata desired, ObjectKey key, FieldConflict conflict) {
        if (!told.add(key + " " + conflict)) {
            return;
        }
        LOG.warn(
                "taking over fields of {} from {}: {}; change them in the object that asks for"
                        + " them, not here",
                key,
                conflict.managers(),
                conflict.fields());
        events.warn(
                desired,
                Reason.CONFLICT,
                "Fields set by %s were put back: %s"
                        .formatted(conflict.managers(), conflict.fields()));
    }

    private <T extends HasMetadata> NamespaceableResource<T> resource(T desired) {
        return client.resource(desired);
    }
}
