package dev.tulle.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.v1alpha1.MeshInstall;
import dev.tulle.operator.apiserver.ApiServer;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ViewKind;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServer.class)
class ViewEventSourceApiTest {

    private static final String NAMESPACE = "view-events";
    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<ResourceID> triggered = new LinkedBlockingQueue<>();

    @Test
    void triggersThePrimariesThatAChangeConcerns(KubernetesClient client)
            throws InterruptedException {
        try (ClusterInformers informers =
                new ClusterInformers(
                        client,
                        NAMESPACE,
                        EnumSet.of(ViewKind.NAMESPACE),
                        System::nanoTime,
                        new Published())) {
            ViewEventSource<MeshInstall> source =
                    new ViewEventSource<>(
                            "test",
                            informers,
                            change ->
                                    change.names(ViewKind.NAMESPACE)
                                                    .contains(ObjectName.clusterScoped(NAMESPACE))
                                            ? Set.of(
                                                    ObjectName.clusterScoped("default"),
                                                    ObjectName.of("shop", "web"))
                                            : Set.of());
            source.setEventHandler(this::handle);
            source.start();
            informers.start();
            client.resource(namespace()).serverSideApply();
            assertThat(List.of(next(), next()))
                    .containsExactlyInAnyOrder(
                            new ResourceID("default"), new ResourceID("web", "shop"));
            source.stop();
            assertThat(source.getSecondaryResources(new MeshInstall()))
                    .as("a second cache")
                    .isEmpty();
        }
    }

    private void handle(Event event) {
        triggered.add(event.getRelatedCustomResourceID());
    }

    private ResourceID next() throws InterruptedException {
        ResourceID id = triggered.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (id == null) {
            throw new AssertionError("nothing triggered within %s s".formatted(PATIENCE_SECONDS));
        }
        return id;
    }

    private static Namespace namespace() {
        return new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build();
    }
}
