package dev.tulle.operator.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.v1alpha1.TrafficSplit;
import dev.tulle.operator.apiserver.ApiServer;
import dev.tulle.operator.status.StatusObserver;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A status is written when it changes, and never because something else did.
@ExtendWith(ApiServer.class)
class QuietStatusApiTest {

    private static final String NAMESPACE = "quiet-status";
    private static final Duration QUIET = Duration.ofSeconds(3);

    private final KubernetesClient client;
    private final BlockingQueue<String> writes = new LinkedBlockingQueue<>();

    QuietStatusApiTest(KubernetesClient client) {
        this.client = client;
    }

    @Test
    void writesNothingUnderTheNoiseOfAWatch() throws Exception {
        try (SplitsOnApiServer splits = new SplitsOnApiServer(client, NAMESPACE, new Counting())) {
            TrafficSplit split = splits.apply("web", 10);
            awaitSilence();
            List<MeshCondition> before = stored(split).getStatus().conditions();

            for (int i = 0; i < 50; i++) {
                touchService(i);
                touchSplit(split, i);
            }

            assertThat(writes.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS))
                    .as("a write that nothing called for")
                    .isNull();
            assertThat(stored(split).getStatus().conditions()).isEqualTo(before);
        }
    }

    @Test
    void ownsItsStatusAndNothingElse() throws Exception {
        try (SplitsOnApiServer splits = new SplitsOnApiServer(client, NAMESPACE, new Counting())) {
            TrafficSplit split = splits.apply("web", 10);
            awaitSilence();

            List<ManagedFieldsEntry> owners = stored(split).getMetadata().getManagedFields();

            assertThat(owners)
                    .extracting(ManagedFieldsEntry::getManager)
                    .containsExactlyInAnyOrder("fabric8", "tulle/traffic");
            assertThat(owners)
                    .filteredOn(entry -> entry.getManager().equals("tulle/traffic"))
                    .allSatisfy(entry -> {
                        assertThat(entry.getSubresource()).isEqualTo("status");
                        assertThat(entry.getOperation()).isEqualTo("Apply");
                        assertThat(entry.getFieldsV1().getAdditionalProperties())
                                .containsOnlyKeys("f:status");
                    });
        }
    }

    /// At least one write, then none for a while.
    private void awaitSilence() throws InterruptedException {
        assertThat(writes.poll(10, TimeUnit.SECONDS)).as("the first status").isNotNull();
        for (String next = writes.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
                next != null;
                next = writes.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS)) {
            assertThat(next).isEqualTo("web");
        }
    }

    private TrafficSplit stored(TrafficSplit split) {
        return client.resource(split).get();
    }

    private void touchService(int round) {
        client.resource(
                        new ServiceBuilder()
                                .withNewMetadata()
                                .withNamespace(NAMESPACE)
                                .withName("other")
                                .withAnnotations(Map.of("round", String.valueOf(round)))
                                .endMetadata()
                                .withNewSpec()
                                .addNewPort()
                                .withPort(80)
                                .endPort()
                                .endSpec()
                                .build())
                .serverSideApply();
    }

    private void touchSplit(TrafficSplit split, int round) {
        client.resources(TrafficSplit.class)
                .inNamespace(NAMESPACE)
                .withName(split.getMetadata().getName())
                .edit(seen -> {
                    seen.getMetadata().setAnnotations(Map.of("round", String.valueOf(round)));
                    return seen;
                });
    }

    private final class Counting implements StatusObserver {
        @Override
        public void wrote(HasMetadata object, Cause cause) {
            writes.add(object.getMetadata().getName());
        }
    }
}
