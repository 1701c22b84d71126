package dev.tulle.operator.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// An object that takes the name of a deleted one in the moment in which it is free.
public final class MadeAgain {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private MadeAgain() {}

    /// Deletes what has the name, and creates the object as soon as the API server allows it.
    public static <T extends HasMetadata> T atOnce(KubernetesClient client, T object) {
        client.resource(object).delete();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                return client.resource(object).create();
            } catch (KubernetesClientException e) {
                boolean isTaken = e.getCode() == HttpURLConnection.HTTP_CONFLICT;
                if (!isTaken || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
