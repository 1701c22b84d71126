package dev.tulle.operator.apply;

import dev.tulle.operator.apply.ApplyObserver.Result;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;

/// Creation by POST, for objects of which two leaders must not both write a first version.
public final class Creator {
    private static final int CONFLICT = 409;
    private static final RequestConfig ONCE =
            new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build();

    private final KubernetesClient client;
    private final ApplyObserver observer;

    public Creator(KubernetesClient client, ApplyObserver observer) {
        this.client = client;
        this.observer = observer;
    }

    /// Creates the object unless it exists.
    ///
    /// @return the object that is there now: ours, or that of whoever was first
    public <T extends HasMetadata> T create(T desired) {
        ObjectKey key = ObjectKey.of(desired);
        try {
            T stored = client.resource(desired).create();
            observer.wrote(key.kind(), Result.WRITTEN);
            return stored;
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                observer.wrote(key.kind(), Result.FAILED);
                throw e;
            }
        }
        observer.wrote(key.kind(), Result.ALREADY_EXISTS);
        T winner = client.resource(desired).get();
        if (winner == null) {
            throw new KubernetesClientException(
                    key
                            + " existed when it was created and is gone now; the next visit tries"
                            + " again");
        }
        return winner;
    }

    /// Asks the API server to create the object in a dry run: admission takes place, nothing is
    /// stored. Asks once: a webhook that does not answer is an answer, and the client's own retries
    /// would hold the caller up for minutes.
    ///
    /// @return the object as it would have been stored
    /// @throws KubernetesClientException as a real creation would
    public <T extends HasMetadata> T rehearse(T desired) {
        return client.newClient(ONCE)
                .adapt(KubernetesClient.class)
                .resource(desired)
                .dryRun()
                .create();
    }
}
