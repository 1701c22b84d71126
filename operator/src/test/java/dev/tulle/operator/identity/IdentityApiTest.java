package dev.tulle.operator.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.api.v1alpha1.CertificateAuthorityStatus.Workloads;
import dev.tulle.operator.apiserver.ApiServer;
import dev.tulle.operator.certificates.PeerVerdict;
import dev.tulle.operator.certificates.SpiffeId;
import dev.tulle.operator.cluster.ApiServerClock;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Authority and identities on a real API server, without kubelets: pods are objects that wait.
@ExtendWith(ApiServer.class)
class IdentityApiTest {
    private final LeapingClock clock = new LeapingClock();
    private final MeshObjects mesh;
    private final IdentityStack stack;

    IdentityApiTest(KubernetesClient client) {
        this.mesh = new MeshObjects(client, "identity-system", "identity-shop");
        this.stack = new IdentityStack(client, mesh.system(), clock);
    }

    @BeforeEach
    void start() {
        mesh.create();
        stack.start();
    }

    @AfterEach
    void stop() {
        mesh.remove();
        stack.close();
    }

    @Test
    void aMeshedPodGetsAnIdentityThatItsPeersAccept() {
        mesh.createPod("web-1", "web");

        Secret secret = mesh.awaitIdentity("web");

        assertThat(mesh.verdict(secret))
                .isEqualTo(
                        new PeerVerdict.Accepted(
                                SpiffeId.workload("cluster.local", mesh.shop(), "web")));
        assertThat(secret.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> {
                    assertThat(owner.getKind()).isEqualTo("ServiceAccount");
                    assertThat(owner.getName()).isEqualTo("web");
                    assertThat(owner.getBlockOwnerDeletion()).isFalse();
                });
        assertThat(secret.getImmutable()).isNull();
        assertThat(secret.getData())
                .containsOnlyKeys("tls.crt", "tls.key", "ca.crt", "identity.json");
    }

    @Test
    void theControlPlaneGetsItsServingCertificates() {
        Secret discovery = mesh.awaitSecret(mesh.system(), "tulle-discovery-tls");
        Secret webhook = mesh.awaitSecret(mesh.system(), "tulle-webhook-tls");

        assertThat(mesh.verdict(discovery)).isInstanceOf(PeerVerdict.Accepted.class);
        assertThat(mesh.text(webhook, "ca.crt"))
                .as("the webhook has an authority of its own")
                .isNotEqualTo(mesh.text(discovery, "ca.crt"));
    }

    @Test
    void authoritySecretsAreClosedForGood() {
        Secret authority = mesh.awaitWhole("tulle-ca-1");

        assertThat(authority.getImmutable()).isTrue();
        assertThat(authority.getType()).isEqualTo("mesh.tulle.dev/authority");
        assertThat(authority.getData()).containsOnlyKeys("root.crt", "issuer.crt", "issuer.key");
        assertThat(mesh.awaitSecret(mesh.system(), "tulle-root-1").getData())
                .containsOnlyKeys("root.key");
    }

    @Test
    void aDeletedIdentityIsBackWithinASecondWithANewKey() {
        mesh.createPod("web-1", "web");
        mesh.awaitAuthority(found -> isReady(found, "Valid") && valid(found) == 1);
        Secret first = mesh.awaitIdentity("web");
        clock.leap(Duration.ofSeconds(10));

        Instant deleted = Instant.now();
        mesh.delete(first);
        Secret second = mesh.awaitIdentityOtherThan(first);

        assertThat(Duration.between(deleted, Instant.now())).isLessThan(Duration.ofSeconds(1));
        assertThat(mesh.text(second, "tls.key")).isNotEqualTo(mesh.text(first, "tls.key"));
        assertThat(mesh.verdict(second)).isInstanceOf(PeerVerdict.Accepted.class);
    }

    @Test
    void statusSaysWhoSignsAndForHowMany() {
        mesh.createPod("web-1", "web");

        CertificateAuthority authority =
                mesh.awaitAuthority(found -> isReady(found, "Valid") && valid(found) == 1);

        assertThat(authority.getStatus().provider()).isEqualTo("BuiltIn");
        assertThat(authority.getStatus().trustDomain()).isEqualTo("cluster.local");
        assertThat(authority.getStatus().roots()).hasSize(1);
        assertThat(authority.getMetadata().getFinalizers())
                .containsExactly("mesh.tulle.dev/authority");
        assertThat(authority.getStatus().toString()).doesNotContain("PRIVATE");
    }

    @Test
    void aDeletedAuthorityStaysWhileAMeshNeedsIt() {
        mesh.awaitAuthority(found -> isReady(found, "Valid"));

        mesh.deleteAuthority();
        CertificateAuthority kept = mesh.awaitAuthority(found -> isReady(found, "InUse"));
        mesh.createPod("web-1", "web");

        assertThat(condition(kept, "Stalled").status()).isEqualTo("True");
        assertThat(mesh.verdict(mesh.awaitIdentity("web")))
                .as("it signs on")
                .isInstanceOf(PeerVerdict.Accepted.class);
        mesh.deleteInstall();
        mesh.awaitNoAuthority();
        mesh.awaitGone(mesh.system(), "tulle-ca-1");
        mesh.awaitGone(mesh.system(), "tulle-root-1");
    }

    /// Many rounds: whether the events of the second object meet those of the first is chance.
    @Test
    void seesAnAuthorityThatIsMadeAgainAtOnce() {
        mesh.deleteInstall();
        for (int round = 0; round < 20; round++) {
            CertificateAuthority made = mesh.makeAuthorityAgain();

            CertificateAuthority seen =
                    mesh.awaitAuthority(found -> isReady(found, "NoMeshInstall"));
            assertThat(seen.getMetadata().getUid()).isEqualTo(made.getMetadata().getUid());
            assertThat(seen.getStatus().observedGeneration())
                    .isEqualTo(seen.getMetadata().getGeneration());
        }
    }

    @Test
    void signsNothingByAClockThatTheApiServerDoesNotShare() {
        mesh.createPod("web-1", "web");
        Secret kept = mesh.awaitIdentity("web");
        mesh.awaitAuthority(found -> isReady(found, "Valid") && valid(found) == 1);

        clock.leap(Duration.ofHours(2));
        mesh.createPod("late-1", "late");

        CertificateAuthority paused =
                mesh.awaitAuthority(found ->
                        isReady(found, "ProviderNotReady")
                                && condition(found, "Ready")
                                        .message()
                                        .contains("nothing is signed"));
        assertThat(paused.getStatus().roots()).as("what was said before stays").hasSize(1);
        assertThat(mesh.find("late")).isNull();
        assertThat(mesh.awaitIdentity("web")).isEqualTo(kept);
    }

    @Test
    void knowsHowFarItsClockIsFromTheApiServers(KubernetesClient client) throws IOException {
        clock.leap(Duration.ofMinutes(-3));

        Duration ours = new ApiServerClock(client, clock).ours();

        assertThat(ours).isBetween(Duration.ofSeconds(-182), Duration.ofSeconds(-178));
    }

    @Test
    void withoutAMeshInstallNothingIsSignedAndServingCertificatesGo() {
        mesh.awaitSecret(mesh.system(), "tulle-discovery-tls");
        mesh.awaitSecret(mesh.system(), "tulle-webhook-tls");
        clock.leap(Duration.ofSeconds(10));

        mesh.deleteInstall();

        mesh.awaitAuthority(found -> isReady(found, "NoMeshInstall"));
        mesh.awaitGone(mesh.system(), "tulle-discovery-tls");
        mesh.awaitGone(mesh.system(), "tulle-webhook-tls");
    }

    private static boolean isReady(CertificateAuthority authority, String reason) {
        return authority.getStatus() != null
                && authority.getStatus().conditions() != null
                && condition(authority, "Ready").reason().equals(reason);
    }

    private static int valid(CertificateAuthority authority) {
        Workloads workloads = authority.getStatus().workloads();
        return workloads == null ? 0 : Objects.requireNonNullElse(workloads.valid(), 0);
    }

    private static MeshCondition condition(CertificateAuthority authority, String type) {
        List<MeshCondition> conditions = authority.getStatus().conditions();
        return Objects.requireNonNull(conditions).stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
