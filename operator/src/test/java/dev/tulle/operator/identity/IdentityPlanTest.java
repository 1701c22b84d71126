package dev.tulle.operator.identity;

import static dev.tulle.operator.identity.Fixtures.NOW;
import static dev.tulle.operator.identity.Fixtures.SYSTEM;
import static dev.tulle.operator.identity.Fixtures.WEB_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.certificates.AuthorityName;
import dev.tulle.operator.certificates.Signer;
import dev.tulle.operator.identity.Need.Cause;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PodView.Phase;
import dev.tulle.operator.view.SecretView;
import dev.tulle.operator.view.ViewKind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class IdentityPlanTest {
    private static final String WEB = "spiffe://cluster.local/ns/shop/sa/web";

    private final Map<AuthorityName, Signer> signers = Fixtures.signers();
    private final Signer mesh = Objects.requireNonNull(signers.get(AuthorityName.MESH));
    private final ClusterView shop =
            Fixtures.with(
                    ClusterView.empty(),
                    Fixtures.install(),
                    Fixtures.account("web"),
                    Fixtures.account("idle"),
                    Fixtures.pod("web-1", "web", Phase.PENDING));

    @Test
    void everyAccountWithAMeshedPodNeedsALeafAndSoDoesTheControlPlane() {
        assertThat(plan(shop).needs())
                .allSatisfy(need -> assertThat(cause(need)).isEqualTo(Cause.MISSING))
                .extracting(Need::secret)
                .containsExactlyInAnyOrder(
                        WEB_SECRET,
                        ObjectName.of(SYSTEM, "tulle-discovery-tls"),
                        ObjectName.of(SYSTEM, "tulle-webhook-tls"));
    }

    @Test
    void theControlPlaneHasItsServiceNamesAndAWorkloadHasNone() {
        List<Wanted> wanted =
                plan(shop).needs().stream().map(need -> ((Need.Issue) need).wanted()).toList();

        assertThat(wanted)
                .filteredOn(want -> want.secret().name().equals("tulle-discovery-tls"))
                .singleElement()
                .satisfies(want -> {
                    assertThat(want.dnsNames()).contains("tulle-discovery.tulle-system.svc");
                    assertThat(want.authority()).isEqualTo(AuthorityName.MESH);
                });
        assertThat(wanted)
                .filteredOn(want -> want.secret().name().equals("tulle-webhook-tls"))
                .singleElement()
                .satisfies(want -> {
                    assertThat(want.dnsNames()).contains("tulle-webhook.tulle-system.svc");
                    assertThat(want.authority()).isEqualTo(AuthorityName.WEBHOOK);
                });
        assertThat(wanted)
                .filteredOn(want -> want.secret().equals(WEB_SECRET))
                .singleElement()
                .satisfies(want -> assertThat(want.dnsNames()).isEmpty());
    }

    @Test
    void aFinishedPodNeedsNothing() {
        ClusterView view = Fixtures.with(shop, Fixtures.pod("web-1", "web", Phase.FINISHED));

        assertThat(plan(view).needs()).extracting(Need::secret).doesNotContain(WEB_SECRET);
    }

    @Test
    void aLeafIsKeptUntilItsPointOfRenewal() {
        assertThat(needOfWeb(leaf(NOW.plus(Duration.ofHours(12)), Map.of()), NOW))
                .isEqualTo(new Need.Keep(WEB_SECRET, NOW.plus(Duration.ofHours(12))));
    }

    @Test
    void aLeafIsRenewedAtItsPointOfRenewal() {
        assertThat(cause(needOfWeb(leaf(NOW, Map.of()), NOW))).isEqualTo(Cause.RENEWAL);
    }

    @Test
    void spoiltAnnotationsAreRepairedByANewLeaf() {
        for (String key : List.of("spiffe-id", "not-after", "renew-at", "bundle-sequence")) {
            SecretView secret = leaf(NOW.plusSeconds(60), Map.of("mesh.tulle.dev/" + key, "x"));

            assertThat(cause(needOfWeb(secret, NOW))).as(key).isEqualTo(Cause.SPOILT);
        }
    }

    @Test
    void anotherBundleMeansAnotherLeafForTheSecretIsWrittenWhole() {
        SecretView secret =
                leaf(NOW.plusSeconds(60), Map.of(IdentityAnnotation.BUNDLE_SHA256.key(), "00"));

        assertThat(cause(needOfWeb(secret, NOW))).isEqualTo(Cause.BUNDLE);
    }

    @Test
    void aShorterLifeReplacesLeavesThatWouldOutliveIt() {
        SecretView secret = leaf(NOW.plus(Duration.ofHours(12)), Map.of());
        Map<AuthorityName, Signer> strict = new HashMap<>(signers);
        strict.put(
                AuthorityName.MESH,
                new Signer(mesh.authority(), mesh.bundle(), Duration.ofMinutes(10)));

        assertThat(cause(needOfWeb(secret, NOW, strict))).isEqualTo(Cause.SHORTER_LIFE);
    }

    @Test
    void aLongerLifeWaitsForTheRenewal() {
        SecretView secret = leaf(NOW.plus(Duration.ofHours(12)), Map.of());
        Map<AuthorityName, Signer> generous = new HashMap<>(signers);
        generous.put(
                AuthorityName.MESH,
                new Signer(mesh.authority(), mesh.bundle(), Duration.ofDays(7)));

        assertThat(needOfWeb(secret, NOW, generous)).isInstanceOf(Need.Keep.class);
    }

    @Test
    void anUnneededLeafStaysUntilItsPointOfRenewalAndGoesThen() {
        Instant renewAt = NOW.plus(Duration.ofHours(12));
        ClusterView view =
                Fixtures.with(
                        shop,
                        leaf(renewAt, Map.of()),
                        Fixtures.pod("web-1", "web", Phase.FINISHED));

        assertThat(need(view, NOW, signers)).isEqualTo(new Need.Keep(WEB_SECRET, renewAt));
        assertThat(need(view, renewAt, signers)).isInstanceOf(Need.Remove.class);
    }

    @Test
    void nothingIsDecidedWhileNobodySigns() {
        ClusterView view = Fixtures.with(shop, leaf(NOW, Map.of()));

        IdentityPlan plan = IdentityPlan.of(view, SYSTEM, Map.of(), NOW);

        assertThat(plan.needs()).isEmpty();
    }

    @Test
    void anUninstalledMeshKeepsWhatLivingPodsMountAndNothingElse() {
        ClusterView view =
                Fixtures.without(
                        Fixtures.with(
                                shop,
                                leaf(NOW, Map.of()),
                                Fixtures.secret(
                                        ObjectName.of("shop", "tulle-id-idle"), "1", Map.of())),
                        ViewKind.INSTALL,
                        ObjectName.clusterScoped("default"));

        assertThat(IdentityPlan.ofUninstalled(view).needs())
                .singleElement()
                .isInstanceOf(Need.Remove.class)
                .extracting(need -> need.secret().name())
                .isEqualTo("tulle-id-idle");
    }

    @Test
    void waitingPodsComeFirstThenWhatEndsSoonest() {
        ClusterView view =
                Fixtures.with(
                        shop,
                        Fixtures.account("a"),
                        Fixtures.pod("a-1", "a", Phase.READY),
                        Fixtures.secret(
                                ObjectName.of("shop", "tulle-id-a"),
                                "1",
                                Fixtures.facts(
                                        "spiffe://cluster.local/ns/shop/sa/a",
                                        NOW.plusSeconds(60),
                                        NOW,
                                        mesh.bundle())),
                        leaf(NOW, Map.of()),
                        Fixtures.account("new"),
                        Fixtures.pod("new-1", "new", Phase.PENDING));

        assertThat(plan(view).needs())
                .extracting(need -> need.secret().name())
                .containsSubsequence("tulle-id-new", "tulle-id-a", "tulle-id-web");
    }

    @Test
    void theCensusCountsAccountsNotPods() {
        ClusterView view =
                Fixtures.with(
                        shop,
                        Fixtures.pod("web-2", "web", Phase.READY),
                        leaf(NOW.minus(Duration.ofMinutes(11)), Map.of()),
                        Fixtures.account("new"),
                        Fixtures.pod("new-1", "new", Phase.PENDING));

        Census census = plan(view).census();

        assertThat(census.total()).isEqualTo(2);
        assertThat(census.valid()).isEqualTo(1);
        assertThat(census.overdue()).as("10 min past its point of renewal").isEqualTo(1);
        assertThat(census.earliestEnd()).contains(NOW.plus(Duration.ofHours(24)));
    }

    private SecretView leaf(Instant renewAt, Map<String, String> spoilt) {
        Map<String, String> facts =
                new HashMap<>(Fixtures.facts(WEB, NOW.plus(Fixtures.DAY), renewAt, mesh.bundle()));
        facts.putAll(spoilt);
        return Fixtures.secret(WEB_SECRET, "1", facts);
    }

    private Need needOfWeb(SecretView secret, Instant now) {
        return needOfWeb(secret, now, signers);
    }

    private Need needOfWeb(SecretView secret, Instant now, Map<AuthorityName, Signer> signing) {
        return need(Fixtures.with(shop, secret), now, signing);
    }

    private static Need need(ClusterView view, Instant now, Map<AuthorityName, Signer> signing) {
        return IdentityPlan.of(view, SYSTEM, signing, now).needs().stream()
                .filter(need -> need.secret().equals(WEB_SECRET))
                .findFirst()
                .orElseThrow();
    }

    private IdentityPlan plan(ClusterView view) {
        return IdentityPlan.of(view, SYSTEM, signers, NOW);
    }

    private static Cause cause(Need need) {
        return ((Need.Issue) need).cause();
    }
}
