package dev.tulle.e2e.install;

import static dev.tulle.e2e.harness.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.api.v1alpha1.MeshInstall;
import dev.tulle.api.v1alpha1.MeshInstallSpec;
import dev.tulle.e2e.harness.AloneOnTheMesh;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.Objects;
import dev.tulle.e2e.harness.Traffic;
import dev.tulle.e2e.harness.Workload;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Deleting the MeshInstall takes the webhook away at once, waits for running pods, then removes
/// the rest.
@AloneOnTheMesh
@Order(Integer.MAX_VALUE)
class UninstallIT {
    @AfterEach
    void installAgain(Mesh mesh) {
        mesh.install(
                new MeshInstallSpec(Mesh.VERSION, null, MeshInstallSpec.Profile.DEV, null, null));
    }

    @Test
    void meshedPodsGoOnUntilTheyAreGoneAndNothingStays(Mesh mesh) {
        var installs = mesh.client().resources(MeshInstall.class).withName("default");
        try (var namespace = mesh.namespace("uninstall")) {
            namespace.start(Workload.catalog("v1"));
            namespace.start(Workload.client("client"));
            namespace.service("catalog", Map.of("app", "catalog"));

            installs.delete();
            eventually(
                    "no webhook configuration",
                    Duration.ofSeconds(5),
                    () ->
                            mesh.client()
                                    .admissionRegistration()
                                    .v1()
                                    .mutatingWebhookConfigurations()
                                    .withName("tulle")
                                    .get(),
                    java.util.Objects::isNull);
            var waiting =
                    eventually(
                            "Uninstalling",
                            Duration.ofSeconds(20),
                            () ->
                                    Objects.find(
                                                    Objects.conditions(
                                                            mesh.client(), installs.require()),
                                                    ConditionType.READY)
                                            .orElseThrow(),
                            ready -> ready.reason().equals("Uninstalling"));
            var traffic = Traffic.send(namespace, "client", "catalog", 100);

            assertThat(waiting.message())
                    .as("how many pods are left")
                    .contains("meshed pods to go");
            assertThat(traffic.failed()).as("running pods go on: %s", traffic.answers()).isZero();
        }
        eventually(
                "the MeshInstall is gone",
                Duration.ofMinutes(2),
                installs::get,
                java.util.Objects::isNull);

        assertThat(
                        mesh.client()
                                .apps()
                                .deployments()
                                .inNamespace(Mesh.SYSTEM)
                                .withName("tulle-discovery")
                                .get())
                .as("discovery")
                .isNull();
        assertThat(mesh.client().resources(CertificateAuthority.class).withName("default").get())
                .as("the CertificateAuthority may be yours")
                .isNotNull();
    }
}
