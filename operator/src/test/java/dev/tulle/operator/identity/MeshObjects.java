package dev.tulle.operator.identity;

import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.api.v1alpha1.CertificateAuthoritySpec;
import dev.tulle.api.v1alpha1.MeshInstall;
import dev.tulle.api.v1alpha1.MeshInstallSpec;
import dev.tulle.operator.apiserver.MadeAgain;
import dev.tulle.operator.certificates.PeerVerdict;
import dev.tulle.operator.certificates.PeerVerifier;
import dev.tulle.operator.certificates.ServingMaterial;
import dev.tulle.operator.certificates.Side;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What users create, and what they then wait for. Removes everything that it made.
final class MeshObjects {
    private static final int PATIENCE = 20;

    private final KubernetesClient client;
    private final String system;
    private final String shop;

    MeshObjects(KubernetesClient client, String system, String shop) {
        this.client = client;
        this.system = system;
        this.shop = shop;
    }

    String system() {
        return system;
    }

    String shop() {
        return shop;
    }

    void create() {
        for (String namespace : List.of(system, shop)) {
            client.resource(
                            new NamespaceBuilder()
                                    .withNewMetadata()
                                    .withName(namespace)
                                    .endMetadata()
                                    .build())
                    .serverSideApply();
        }
        client.resource(install()).create();
        client.resource(authority()).create();
    }

    void createPod(String name, String account) {
        client.resource(
                        new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withNamespace(shop)
                                .withName(account)
                                .endMetadata()
                                .build())
                .serverSideApply();
        client.resource(
                        new PodBuilder()
                                .withNewMetadata()
                                .withNamespace(shop)
                                .withName(name)
                                .withLabels(Map.of("mesh.tulle.dev/proxied", "true"))
                                .endMetadata()
                                .withNewSpec()
                                .withServiceAccountName(account)
                                .withAutomountServiceAccountToken(false)
                                .addNewContainer()
                                .withName("app")
                                .withImage("example.invalid/app:1")
                                .endContainer()
                                .endSpec()
                                .build())
                .create();
    }

    void remove() {
        client.pods().inNamespace(shop).withGracePeriod(0).delete();
        client.resource(install()).delete();
        client.resource(authority()).delete();
        awaitNoAuthority();
        client.serviceAccounts().inNamespace(shop).delete();
        client.secrets().inNamespace(shop).delete();
        client.secrets().inNamespace(system).delete();
        client.configMaps().inNamespace(system).delete();
    }

    void delete(HasMetadata object) {
        client.resource(object).delete();
    }

    void deleteAuthority() {
        client.resource(authority()).delete();
    }

    CertificateAuthority makeAuthorityAgain() {
        return MadeAgain.atOnce(client, authority());
    }

    void deleteInstall() {
        client.resource(install()).delete();
    }

    Secret awaitIdentity(String account) {
        return awaitSecret(shop, "tulle-id-" + account);
    }

    @Nullable Secret find(String account) {
        return client.resource(secret(shop, "tulle-id-" + account)).get();
    }

    Secret awaitIdentityOtherThan(Secret before) {
        return await(
                before,
                found ->
                        found != null
                                && !found.getMetadata()
                                        .getUid()
                                        .equals(before.getMetadata().getUid()));
    }

    Secret awaitSecret(String namespace, String name) {
        return await(secret(namespace, name), Objects::nonNull);
    }

    Secret awaitWhole(String name) {
        return await(
                secret(system, name),
                found -> found != null && Boolean.TRUE.equals(found.getImmutable()));
    }

    void awaitGone(String namespace, String name) {
        client.resource(secret(namespace, name))
                .waitUntilCondition(Objects::isNull, PATIENCE, TimeUnit.SECONDS);
    }

    CertificateAuthority awaitAuthority(Predicate<CertificateAuthority> condition) {
        return client.resource(authority())
                .waitUntilCondition(
                        found -> found != null && condition.test(found),
                        PATIENCE,
                        TimeUnit.SECONDS);
    }

    void awaitNoAuthority() {
        client.resource(authority())
                .waitUntilCondition(Objects::isNull, PATIENCE, TimeUnit.SECONDS);
    }

    String text(Secret secret, String key) {
        return new String(
                Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
    }

    PeerVerdict verdict(Secret secret) {
        ServingMaterial material =
                ServingMaterial.parse(
                        "cluster.local",
                        1,
                        text(secret, "tls.crt"),
                        text(secret, "tls.key"),
                        text(secret, "ca.crt"));
        return new PeerVerifier(InstantSource.system())
                .verify(material.chain(), material.bundle(), Side.CLIENT);
    }

    private Secret await(Secret which, Predicate<Secret> condition) {
        return client.resource(which).waitUntilCondition(condition, PATIENCE, TimeUnit.SECONDS);
    }

    private static Secret secret(String namespace, String name) {
        Secret secret = new Secret();
        secret.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        return secret;
    }

    private static MeshInstall install() {
        MeshInstall install = new MeshInstall();
        install.setMetadata(named());
        install.setSpec(new MeshInstallSpec("0.1.0", null, null, null, null));
        return install;
    }

    private static CertificateAuthority authority() {
        CertificateAuthority authority = new CertificateAuthority();
        authority.setMetadata(named());
        authority.setSpec(new CertificateAuthoritySpec(null, null));
        return authority;
    }

    private static ObjectMeta named() {
        return new ObjectMetaBuilder().withName("default").build();
    }
}
