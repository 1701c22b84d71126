package dev.tulle.operator.cluster;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches one Secret by its name and hands its data on, at first and whenever it changes. A Secret
/// that is deleted changes nothing: what was handed on last stays in use.
public final class ServingSecret implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServingSecret.class);

    private final SharedIndexInformer<Secret> informer;

    /// @param data takes the decoded values by key; it is called on a thread of the client
    public ServingSecret(
            KubernetesClient client,
            String namespace,
            String name,
            Consumer<Map<String, byte[]>> data) {
        this.informer =
                client.secrets()
                        .inNamespace(namespace)
                        .withName(name)
                        .runnableInformer(0)
                        .addEventHandler(new Handler(namespace + "/" + name, data))
                        .exceptionHandler((_, failure) -> {
                            LOG.warn(
                                    "cannot watch Secret {}/{}, the role needs get, list"
                                            + " and watch on it: {}",
                                    namespace,
                                    name,
                                    failure.getMessage());
                            return true;
                        });
    }

    /// Returns at once.
    public void start() {
        var _ = informer.start();
    }

    @Override
    public void close() {
        informer.close();
    }

    private record Handler(String name, Consumer<Map<String, byte[]>> data)
            implements ResourceEventHandler<Secret> {

        @Override
        public void onAdd(Secret secret) {
            handOn(secret);
        }

        @Override
        public void onUpdate(Secret before, Secret secret) {
            handOn(secret);
        }

        @Override
        public void onDelete(Secret secret, boolean deletedFinalStateUnknown) {
            LOG.warn("Secret {} is gone, serving on with what it held last", name);
        }

        private void handOn(Secret secret) {
            Map<String, byte[]> decoded = new HashMap<>();
            MetaReader.map(secret.getData())
                    .forEach((key, value) -> decoded.put(key, Base64.getDecoder().decode(value)));
            try {
                data.accept(decoded);
            } catch (RuntimeException e) {
                LOG.error("Secret {} cannot be used, serving on with the one before", name, e);
            }
        }
    }
}
