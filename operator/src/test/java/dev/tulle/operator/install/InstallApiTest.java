package dev.tulle.operator.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.api.v1alpha1.MeshInstall;
import dev.tulle.api.v1alpha1.MeshInstallSpec;
import dev.tulle.operator.apiserver.ApiServer;
import dev.tulle.operator.apiserver.ChartRoles;
import dev.tulle.operator.apiserver.MadeAgain;
import dev.tulle.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The installation on a real API server without kubelets: what a controller or another room would
/// do is done by [InstallUnderTest].
@ExtendWith(ApiServer.class)
class InstallApiTest {

    private static final String NAMESPACE = ChartRoles.NAMESPACE;

    private final KubernetesClient client;
    private final InstallUnderTest cluster;

    InstallApiTest(ApiServer server) {
        this.client = server.client();
        this.cluster = new InstallUnderTest(server);
    }

    @BeforeEach
    void start() throws InterruptedException {
        cluster.start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void waitsForEachStepAndNamesIt() {
        client.resource(install("0.1.0")).create();

        awaitReady("AuthorityNotReady");
        assertThat(client.resources(CertificateAuthority.class).withName("default").require())
                .returns(false, authority -> authority.getSpec() == null);
        assertThat(service()).as("nothing comes before the authority is Ready").isNull();

        cluster.makeAuthorityReady();
        assertThat(awaitReady("Installing"))
                .contains("tulle-discovery-tls")
                .contains("tulle-webhook-tls");

        cluster.writeServingSecrets();
        awaitReady("Installing", "0 of 1 replicas");
        cluster.makeDiscoveryAvailable();

        assertThat(awaitReady("Installing", "dry run"))
                .as("no server answers here, so the probe must say so")
                .contains("could not be created in a dry run");
        assertThat(webhook()).isTrue();
    }

    @Test
    void putsBackWhatSomebodyTakes() {
        cluster.makeAuthorityReady();
        cluster.writeServingSecrets();
        client.resource(install("0.1.0")).create();
        awaitService();

        client.services().inNamespace(NAMESPACE).withName("tulle-discovery").delete();
        Service again = awaitService();
        client.services()
                .inNamespace(NAMESPACE)
                .withName("tulle-discovery")
                .edit(service -> {
                    service.getSpec().setSelector(Map.of("app", "somebody-else"));
                    return service;
                });

        client.services()
                .inNamespace(NAMESPACE)
                .withName("tulle-discovery")
                .waitUntilCondition(
                        service ->
                                service != null
                                        && service.getSpec()
                                                .getSelector()
                                                .equals(Names.DISCOVERY_PODS),
                        10,
                        TimeUnit.SECONDS);
        assertThat(again.getSpec().getClusterIP())
                .as("an address that outlives pods")
                .isNotBlank()
                .isNotEqualTo("None");
    }

    @Test
    void namesTheVersionThatItHas() {
        client.resource(install("9.9.9")).create();

        assertThat(awaitReady("VersionNotAvailable"))
                .isEqualTo(
                        "this operator cannot install 9.9.9: set version to 0.1.0, or upgrade the"
                                + " chart");
        assertThat(isStalled()).isTrue();
    }

    /// Many rounds: whether the events of the second object meet those of the first is chance.
    @Test
    void seesAnInstallationThatIsMadeAgainAtOnce() {
        for (int round = 0; round < 20; round++) {
            String version = "9.9." + round;
            MeshInstall made = MadeAgain.atOnce(client, install(version));

            MeshInstall seen =
                    client.resources(MeshInstall.class)
                            .withName("default")
                            .waitUntilCondition(
                                    found -> says(found, "VersionNotAvailable", version),
                                    10,
                                    TimeUnit.SECONDS);

            assertThat(seen.getMetadata().getUid()).isEqualTo(made.getMetadata().getUid());
            assertThat(seen.getStatus().observedGeneration())
                    .isEqualTo(seen.getMetadata().getGeneration());
        }
    }

    @Test
    void tellsTheApiServerWhoSignsTheWebhook() {
        cluster.makeAuthorityReady();
        cluster.writeServingSecrets();
        client.resource(install("0.1.0")).create();
        awaitService();
        cluster.makeDiscoveryAvailable();
        awaitCaBundle("Y2E=");

        cluster.turnRoots("bmV3");

        awaitCaBundle("bmV3");
    }

    private void awaitCaBundle(String roots) {
        client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName("tulle")
                .waitUntilCondition(
                        seen ->
                                seen != null
                                        && seen.getWebhooks().stream()
                                                .allMatch(entry ->
                                                        roots.equals(
                                                                entry.getClientConfig()
                                                                        .getCaBundle())),
                        10,
                        TimeUnit.SECONDS);
    }

    @Test
    void keepsDiscoveryUntilTheLastMeshedPodIsGone() {
        cluster.makeAuthorityReady();
        cluster.writeServingSecrets();
        cluster.runMeshedPod();
        client.resource(install("0.1.0")).create();
        awaitService();
        cluster.makeDiscoveryAvailable();
        client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName("tulle")
                .waitUntilCondition(configuration -> configuration != null, 10, TimeUnit.SECONDS);

        client.resources(MeshInstall.class).withName("default").delete();

        assertThat(awaitReady("Uninstalling")).contains("1 meshed pods");
        assertThat(webhook()).as("no pod joins any more").isFalse();
        assertThat(service()).as("running pods keep their discovery").isNotNull();

        cluster.endMeshedPod();
        client.resources(MeshInstall.class)
                .withName("default")
                .waitUntilCondition(install -> install == null, 10, TimeUnit.SECONDS);
        assertThat(service()).isNull();
        assertThat(client.resources(CertificateAuthority.class).withName("default").get())
                .as("the authority and its keys stay")
                .isNotNull();
    }

    private String awaitReady(String reason, String... parts) {
        MeshInstall install =
                client.resources(MeshInstall.class)
                        .withName("default")
                        .waitUntilCondition(
                                seen -> says(seen, reason, parts), 15, TimeUnit.SECONDS);
        return Objects.requireNonNull(
                        Conditions.find(install.getStatus().conditions(), ConditionType.READY))
                .message();
    }

    private static boolean says(@Nullable MeshInstall install, String reason, String... parts) {
        if (install == null || install.getStatus() == null) {
            return false;
        }
        MeshCondition ready =
                Conditions.find(install.getStatus().conditions(), ConditionType.READY);
        return ready != null
                && ready.reason().equals(reason)
                && Stream.of(parts).allMatch(ready.message()::contains);
    }

    private boolean isStalled() {
        MeshInstall install = client.resources(MeshInstall.class).withName("default").require();
        MeshCondition stalled =
                Conditions.find(install.getStatus().conditions(), ConditionType.STALLED);
        return stalled != null && stalled.status().equals("True");
    }

    private Service awaitService() {
        return client.services()
                .inNamespace(NAMESPACE)
                .withName("tulle-discovery")
                .waitUntilCondition(service -> service != null, 10, TimeUnit.SECONDS);
    }

    private @Nullable Service service() {
        return client.services().inNamespace(NAMESPACE).withName("tulle-discovery").get();
    }

    private boolean webhook() {
        return client.admissionRegistration()
                        .v1()
                        .mutatingWebhookConfigurations()
                        .withName("tulle")
                        .get()
                != null;
    }

    private static MeshInstall install(String version) {
        MeshInstall install = new MeshInstall();
        install.setMetadata(new ObjectMetaBuilder().withName("default").build());
        install.setSpec(
                new MeshInstallSpec(version, null, MeshInstallSpec.Profile.DEV, null, null));
        return install;
    }
}
