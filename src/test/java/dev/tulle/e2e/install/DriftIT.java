package dev.tulle.e2e.install;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.e2e.harness.AloneOnTheMesh;
import dev.tulle.e2e.harness.Mesh;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What somebody deletes or edits of the mesh is put back within seconds.
@AloneOnTheMesh
class DriftIT {
    private static final Duration SECONDS = Duration.ofSeconds(20);

    @Test
    void deletedServiceComesBack(Mesh mesh) {
        var service = mesh.client().services().inNamespace(Mesh.SYSTEM).withName("tulle-webhook");
        var before = service.require().getMetadata().getUid();

        service.delete();

        var after =
                eventually(
                        "a new Service tulle-webhook",
                        SECONDS,
                        service::get,
                        s -> s != null && !s.getMetadata().getUid().equals(before));
        assertThat(after.getSpec().getPorts())
                .as("ports")
                .extracting(p -> p.getPort())
                .containsExactly(443);
    }

    @Test
    void deletedWebhookComesBackWithItsBundle(Mesh mesh) {
        var webhook =
                mesh.client()
                        .admissionRegistration()
                        .v1()
                        .mutatingWebhookConfigurations()
                        .withName("tulle");

        webhook.delete();

        eventually(
                "the webhook configuration with its caBundle",
                SECONDS,
                webhook::get,
                w ->
                        w != null
                                && w.getWebhooks().stream()
                                        .allMatch(hook ->
                                                hook.getClientConfig().getCaBundle() != null));
    }

    @Test
    void editedDeploymentIsTakenBack(Mesh mesh) {
        var discovery =
                mesh.client()
                        .apps()
                        .deployments()
                        .inNamespace(Mesh.SYSTEM)
                        .withName("tulle-discovery");
        var replicas = discovery.require().getSpec().getReplicas();

        discovery.patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"spec\": {\"replicas\": %d}}".formatted(replicas + 1));

        eventually(
                "discovery at " + replicas + " replicas",
                SECONDS,
                () -> discovery.require().getSpec().getReplicas(),
                replicas::equals);
    }
}
