package dev.tulle.e2e.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.api.v1alpha1.MeshInstall;
import dev.tulle.e2e.harness.Mesh;
import dev.tulle.e2e.harness.Objects;
import dev.tulle.e2e.harness.OnTheMesh;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A MeshInstall of four lines is the whole installation.
@OnTheMesh
class InstallIT {
    @Test
    void fourLinesBringUpTheMesh(Mesh mesh) {
        var installs = mesh.client().resources(MeshInstall.class).withName("default");
        // Tests that take parts of the control plane away may have ended a moment ago.
        Objects.ready(mesh.client(), installs.require(), Duration.ofMinutes(1));
        var install = installs.require();
        var authority =
                mesh.client().resources(CertificateAuthority.class).withName("default").require();
        var webhook =
                mesh.client()
                        .admissionRegistration()
                        .v1()
                        .mutatingWebhookConfigurations()
                        .withName("tulle")
                        .require();
        var bundle =
                mesh.client()
                        .configMaps()
                        .inNamespace(Mesh.SYSTEM)
                        .withName("tulle-trust-bundle")
                        .require();

        assertThat(install.getStatus().conditions())
                .as("conditions of the MeshInstall")
                .filteredOn(c -> c.status().equals("True"))
                .extracting(c -> c.type())
                .contains(
                        ConditionType.READY.word(),
                        ConditionType.CONTROL_PLANE_AVAILABLE.word(),
                        ConditionType.INJECTION_SERVING.word());
        assertThat(install.getStatus().version()).isEqualTo(Mesh.VERSION);
        assertThat(authority.getStatus().conditions())
                .as("conditions of the CertificateAuthority")
                .anyMatch(c ->
                        c.type().equals("Ready")
                                && c.status().equals("True")
                                && c.reason().equals("Valid"));
        assertThat(authority.getStatus().roots()).hasSize(1);
        assertThat(webhook.getWebhooks())
                .as("webhooks")
                .isNotEmpty()
                .allSatisfy(w -> assertThat(w.getClientConfig().getCaBundle()).isNotBlank());
        assertThat(bundle.getData().get("ca.crt")).contains("BEGIN CERTIFICATE");
    }
}
