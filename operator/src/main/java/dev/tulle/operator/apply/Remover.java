package dev.tulle.operator.apply;

import dev.tulle.operator.apply.ApplyObserver.Result;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/// Deletion; that an object is already gone is success.
public final class Remover {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final Applier applier;
    private final ApplyObserver observer;

    /// Deletes what this applier wrote.
    ///
    /// @param applier what it remembers of a removed object is dropped
    public Remover(KubernetesClient client, Applier applier, ApplyObserver observer) {
        this.client = client;
        this.applier = applier;
        this.observer = observer;
    }

    /// Deletes the object of this kind, namespace and name, whatever its content.
    public void remove(HasMetadata object) {
        ObjectKey key = ObjectKey.of(object);
        object.getMetadata().setResourceVersion(null);
        try {
            client.resource(object).delete();
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND) {
                observer.wrote(key.kind(), Result.FAILED);
                throw e;
            }
        }
        done(key);
    }

    /// Deletes the object on the condition that it is still as it was seen.
    ///
    /// @return whether it is gone; false: somebody changed it meanwhile, decide again
    public boolean removeIfStill(Seen seen, HasMetadata object) {
        ObjectKey key = ObjectKey.of(object);
        try {
            client.resource(object).lockResourceVersion(seen.resourceVersion()).delete();
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                observer.wrote(key.kind(), Result.OUTDATED);
                return false;
            }
            if (e.getCode() != NOT_FOUND) {
                observer.wrote(key.kind(), Result.FAILED);
                throw e;
            }
        }
        done(key);
        return true;
    }

    private void done(ObjectKey key) {
        applier.forget(key);
        observer.wrote(key.kind(), Result.DELETED);
    }
}
