package dev.tulle.operator.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.apiserver.ApiServer;
import dev.tulle.operator.apply.Applier;
import dev.tulle.operator.apply.ApplyObserver;
import dev.tulle.operator.apply.Creator;
import dev.tulle.operator.apply.Events;
import dev.tulle.operator.apply.FieldOwner;
import dev.tulle.operator.apply.Remover;
import dev.tulle.operator.authority.AuthorityState.Unusable;
import dev.tulle.operator.authority.AuthorityState.Whole;
import dev.tulle.operator.certificates.Authority;
import dev.tulle.operator.certificates.AuthorityMint;
import dev.tulle.operator.certificates.Issuance;
import dev.tulle.operator.certificates.Leaf;
import dev.tulle.operator.certificates.LeafIssuer;
import dev.tulle.operator.certificates.LeafRequest;
import dev.tulle.operator.certificates.PeerVerdict;
import dev.tulle.operator.certificates.PeerVerifier;
import dev.tulle.operator.certificates.Side;
import dev.tulle.operator.certificates.SpiffeId;
import dev.tulle.operator.certificates.TrustBundle;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServer.class)
class AuthorityKeeperApiTest {
    private static final String NAMESPACE = "authority";
    private static final String DOMAIN = "cluster.local";
    private static final InstantSource CLOCK = InstantSource.system();

    private final KubernetesClient client;
    private final Applier applier;
    private final Creator creator;
    private final AuthorityMint mint = new AuthorityMint(CLOCK, new SecureRandom());
    private final AuthorityKeeper keeper;

    AuthorityKeeperApiTest(KubernetesClient client) {
        ApplyObserver silent = ApplyObserver.silent();
        this.client = client;
        this.applier =
                new Applier(
                        client,
                        FieldOwner.AUTHORITY,
                        new Events(client, FieldOwner.AUTHORITY, "test", CLOCK, silent),
                        silent);
        this.creator = new Creator(client, silent);
        this.keeper =
                AuthorityKeeper.of(
                        client,
                        NAMESPACE,
                        applier,
                        creator,
                        new Remover(client, applier, silent),
                        mint,
                        CLOCK);
    }

    @BeforeEach
    void startEmpty() {
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(NAMESPACE)
                                .endMetadata()
                                .build())
                .serverSideApply();
        client.secrets().inNamespace(NAMESPACE).delete();
        client.configMaps().inNamespace(NAMESPACE).withName(BundleMap.NAME).delete();
        client.events().v1().events().inNamespace(NAMESPACE).delete();
    }

    @Test
    void aSecondVisitChangesNothing() {
        Authorities first = keeper.ensure(DOMAIN, 0);
        String version = storedBundle().getMetadata().getResourceVersion();

        Authorities second = keeper.ensure(DOMAIN, 0);

        assertThat(mesh(second).issuer()).isEqualTo(mesh(first).issuer());
        assertThat(second.bundle()).isEqualTo(first.bundle());
        assertThat(storedBundle().getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void whatACrashLeftIsCompletedWithTheKeysThatAreThere() {
        AuthorityHome home = AuthorityHome.mesh(NAMESPACE, DOMAIN);
        creator.create(AuthoritySecrets.rootKey(home, mint.newKey()));
        String half =
                creator.create(AuthoritySecrets.issuerKey(home, mint.newKey()))
                        .getData()
                        .get("issuer.key");

        keeper.ensure(DOMAIN, 0);

        assertThat(secretData(home.issuerSecret(), "issuer.key")).isEqualTo(half);
        assertThat(storedEvents()).as("nobody's fields were taken over").isEmpty();
    }

    @Test
    void aLostIssuerIsReplacedAndOldLeavesStayTrusted() {
        Authorities before = keeper.ensure(DOMAIN, 0);
        Leaf leaf = leaf(mesh(before));
        client.secrets().inNamespace(NAMESPACE).withName("tulle-ca-1").delete();

        Authorities after = keeper.ensure(DOMAIN, 0);

        TrustBundle bundle = after.bundle().orElseThrow();
        assertThat(mesh(after).issuer()).isNotEqualTo(mesh(before).issuer());
        assertThat(bundle.sequence()).isEqualTo(2);
        assertThat(bundle.roots()).contains(mesh(before).root(), mesh(after).root());
        assertThat(verdict(leaf, bundle)).isInstanceOf(PeerVerdict.Accepted.class);
        assertThat(verdict(leaf(mesh(after)), bundle)).isInstanceOf(PeerVerdict.Accepted.class);
    }

    @Test
    void anotherTrustDomainNeedsAHuman() {
        keeper.ensure(DOMAIN, 0);

        Authorities found = keeper.ensure("example.org", 0);

        assertThat(found.mesh())
                .isInstanceOfSatisfying(
                        Unusable.class,
                        unusable ->
                                assertThat(unusable.sentence())
                                        .contains("cluster.local", "example.org", "delete"));
        assertThat(found.bundle()).isEmpty();
    }

    @Test
    void aSpoiltBundleIsWrittenAgainAndNeverEmpty() {
        Authorities before = keeper.ensure(DOMAIN, 0);
        PatchContext somebody =
                new PatchContext.Builder()
                        .withPatchType(PatchType.JSON_MERGE)
                        .withFieldManager("somebody")
                        .build();
        client.resource(storedBundle()).patch(somebody, "{\"data\":{\"ca.crt\":\"\"}}");

        Authorities after = keeper.ensure(DOMAIN, 0);

        assertThat(after.bundle().orElseThrow().roots())
                .isEqualTo(before.bundle().orElseThrow().roots());
        assertThat(storedBundle().getData().get("ca.crt"))
                .isEqualTo(before.bundle().orElseThrow().pem());
        assertThat(storedEvents()).as("the foreign change is told").hasSize(1);
    }

    @Test
    void aDeletedBundleComesBackWithAHigherSequence() {
        keeper.ensure(DOMAIN, 0);
        client.resource(storedBundle()).delete();

        assertThat(keeper.ensure(DOMAIN, 1).bundle().orElseThrow().sequence()).isEqualTo(2);
    }

    @Test
    void removingTakesKeysAndBundle() {
        keeper.ensure(DOMAIN, 0);

        keeper.remove();

        assertThat(client.secrets().inNamespace(NAMESPACE).list().getItems()).isEmpty();
        assertThat(client.configMaps().inNamespace(NAMESPACE).withName(BundleMap.NAME).get())
                .isNull();
    }

    private static Authority mesh(Authorities found) {
        return ((Whole) found.mesh()).authority();
    }

    private static Leaf leaf(Authority authority) {
        LeafRequest request =
                new LeafRequest(
                        SpiffeId.workload(DOMAIN, "shop", "web"), List.of(), Duration.ofDays(1));
        return ((Issuance.Issued)
                        new LeafIssuer(CLOCK, new SecureRandom()).issue(authority, request))
                .leaf();
    }

    private static PeerVerdict verdict(Leaf leaf, TrustBundle bundle) {
        return new PeerVerifier(CLOCK).verify(leaf.chain(), bundle, Side.CLIENT);
    }

    private ConfigMap storedBundle() {
        return client.configMaps().inNamespace(NAMESPACE).withName(BundleMap.NAME).get();
    }

    private String secretData(String name, String key) {
        return Objects.requireNonNull(
                client.secrets().inNamespace(NAMESPACE).withName(name).get().getData().get(key));
    }

    private List<String> storedEvents() {
        return client.events().v1().events().inNamespace(NAMESPACE).list().getItems().stream()
                .map(event -> event.getReason() + " " + event.getNote())
                .toList();
    }
}
