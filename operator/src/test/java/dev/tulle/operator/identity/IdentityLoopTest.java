package dev.tulle.operator.identity;

import static dev.tulle.operator.identity.Fixtures.NOW;
import static dev.tulle.operator.identity.Fixtures.WEB_SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tulle.operator.certificates.AuthorityName;
import dev.tulle.operator.certificates.Signer;
import dev.tulle.operator.certificates.Signers;
import dev.tulle.operator.certificates.TrustBundle;
import dev.tulle.operator.identity.FakeDelivery.Mood;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PodView.Phase;
import dev.tulle.operator.view.SecretView;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdentityLoopTest {
    private static final Duration SOON = Duration.ofMillis(100);

    private final VirtualThreads time = new VirtualThreads(NOW);
    private final FakeDelivery cluster = new FakeDelivery(time);
    private final Signers signers = new Signers();
    private Optional<String> clockProblem = Optional.empty();
    private final Signer mesh = Fixtures.signer(AuthorityName.MESH, NOW, Fixtures.DAY);
    private final IdentityLoop loop =
            new IdentityLoop(
                    new IdentitySources(
                            cluster::view, signers, Fixtures.SYSTEM, () -> clockProblem),
                    cluster,
                    time,
                    time,
                    new Random(11),
                    IdentityObserver.silent());

    IdentityLoopTest() {
        cluster.changed = loop::look;
        loop.start();
    }

    @Test
    void nothingIsWrittenBeforeSomebodySigns() {
        deploy("web");

        time.pass(Duration.ofHours(1));

        assertThat(cluster.deliveries).isEmpty();
    }

    @Test
    void whoDoesNotLeadWritesAndRemovesNothing() {
        IdentityLoop waiting =
                new IdentityLoop(
                        new IdentitySources(
                                cluster::view, signers, Fixtures.SYSTEM, () -> clockProblem),
                        cluster,
                        time,
                        time,
                        new Random(11),
                        IdentityObserver.silent());
        cluster.changed = waiting::look;
        signers.publish(AuthorityName.MESH, mesh);
        time.pass(Duration.ofSeconds(30));
        int before = cluster.deliveries.size();

        deploy("web");
        time.pass(Duration.ofSeconds(30));

        assertThat(cluster.deliveries).hasSize(before);
    }

    @Test
    void theFirstLeafComesAtOnceWithThePod() {
        signers.publish(AuthorityName.MESH, mesh);
        time.pass(Duration.ofSeconds(30));

        deploy("web");
        time.pass(SOON);

        assertThat(cluster.countOf(WEB_SECRET)).isEqualTo(1);
        assertThat(loop.workloads().total()).isEqualTo(1);
        assertThat(loop.workloads().valid()).isEqualTo(1);
    }

    @Test
    void nothingIsWrittenByAWrongClockAndAllThatIsDueAfterwards() {
        signers.publish(AuthorityName.MESH, mesh);
        time.pass(Duration.ofSeconds(30));
        clockProblem = Optional.of("an hour ahead");
        int before = cluster.deliveries.size();

        deploy("web");
        time.pass(Duration.ofHours(1));
        int meanwhile = cluster.deliveries.size();
        clockProblem = Optional.empty();
        loop.look();
        time.pass(SOON);

        assertThat(meanwhile).isEqualTo(before);
        assertThat(cluster.countOf(WEB_SECRET)).isEqualTo(1);
    }

    @Test
    void aDeletedSecretComesBackWithinASecond() {
        signers.publish(AuthorityName.MESH, mesh);
        deploy("web");
        time.pass(Duration.ofSeconds(30));

        cluster.delete(WEB_SECRET);
        time.pass(Duration.ofSeconds(1));

        assertThat(cluster.countOf(WEB_SECRET)).isEqualTo(2);
    }

    @Test
    void eachLeafIsRenewedOnceAboutTheHalfOfItsLife() {
        signers.publish(AuthorityName.MESH, mesh);
        deploy("web");

        time.pass(Duration.ofHours(14));

        assertThat(cluster.deliveries)
                .filteredOn(delivery -> delivery.secret().equals(WEB_SECRET))
                .extracting(FakeDelivery.Delivered::cause)
                .containsExactly(Need.Cause.MISSING, Need.Cause.RENEWAL);
    }

    @Test
    void aFailureLeavesTheLeafAndIsTriedAgainEverMoreRarely() {
        signers.publish(AuthorityName.MESH, mesh);
        deploy("web");
        time.pass(Duration.ofMinutes(1));
        cluster.mood = Mood.BROKEN;
        cluster.delete(WEB_SECRET);
        cluster.attempts.clear();

        time.pass(Duration.ofHours(1));

        assertThat(cluster.attempts).as("attempts in an hour").hasSizeBetween(25, 45);
        assertThat(loop.workloads().failed()).isEqualTo(1);
        cluster.mood = Mood.WELL;
        time.pass(Duration.ofSeconds(151));
        assertThat(loop.workloads().failed()).isEqualTo(0);
        assertThat(loop.workloads().valid()).isEqualTo(1);
    }

    @Test
    void aViewThatShowsNothingCannotMakeALoopOfWrites() {
        signers.publish(AuthorityName.MESH, mesh);
        cluster.mood = Mood.BLIND;
        deploy("web");

        time.pass(Duration.ofMinutes(10));

        assertThat(cluster.countOf(WEB_SECRET)).as("at most one in 10 s").isBetween(58L, 61L);
    }

    @Test
    void aChangedBundleReachesEveryIdentityAtFiftyPerSecond() {
        signers.publish(AuthorityName.MESH, mesh);
        for (int i = 0; i < 200; i++) {
            deploy("app-" + i);
        }
        time.pass(Duration.ofMinutes(1));
        cluster.deliveries.clear();

        signers.publish(AuthorityName.MESH, withTwoRoots());
        time.pass(Duration.ofSeconds(2));
        int early = cluster.deliveries.size();
        time.pass(Duration.ofSeconds(10));

        assertThat(early).as("written in 2 s").isBetween(60, 105);
        assertThat(cluster.deliveries).hasSize(201);
    }

    @Test
    void anUnneededLeafGoesAtItsPointOfRenewal() {
        signers.publish(AuthorityName.MESH, mesh);
        deploy("web");
        time.pass(Duration.ofMinutes(1));
        cluster.put(Fixtures.pod("web-1", "web", Phase.FINISHED));

        time.pass(Duration.ofHours(10));
        assertThat(secrets()).contains(WEB_SECRET);
        time.pass(Duration.ofHours(4));

        assertThat(secrets()).doesNotContain(WEB_SECRET);
    }

    /// O16: leaf 10m for 6 h; the count of issues is what theory says.
    @Test
    void sixHoursOfTenMinuteLeavesNeedAsManyIssuesAsTheorySays() {
        signers.publish(
                AuthorityName.MESH,
                new Signer(mesh.authority(), mesh.bundle(), Duration.ofMinutes(10)));
        for (int i = 0; i < 20; i++) {
            deploy("app-" + i);
        }

        time.pass(Duration.ofHours(6));

        int identities = 21;
        double theory = identities * 6 * 60 / 5.0;
        assertThat((double) cluster.deliveries.size())
                .as("issues of %d identities in 6 h", identities)
                .isCloseTo(theory, within(theory * 0.05));
        assertThat(loop.workloads().valid()).isEqualTo(20);
        assertThat(loop.workloads().overdue()).isEqualTo(0);
    }

    @Test
    void whoListensHearsOfNewNumbers() {
        List<Instant> heard = new ArrayList<>();
        loop.onWorkloads(() -> heard.add(time.instant()));
        signers.publish(AuthorityName.MESH, mesh);
        deploy("web");
        time.pass(Duration.ofMinutes(1));
        int before = heard.size();

        time.pass(Duration.ofHours(1));

        assertThat(before).isPositive();
        assertThat(heard).as("nothing to tell in a quiet hour").hasSize(before);
    }

    private Signer withTwoRoots() {
        TrustBundle next = Fixtures.signer(AuthorityName.MESH, NOW, Fixtures.DAY).bundle();
        List<X509Certificate> roots = new ArrayList<>(mesh.bundle().roots());
        roots.addAll(next.roots());
        return new Signer(
                mesh.authority(),
                TrustBundle.of(mesh.bundle().trustDomain(), 2, roots),
                mesh.leafLifetime());
    }

    private void deploy(String account) {
        cluster.put(
                Fixtures.account(account), Fixtures.pod(account + "-1", account, Phase.PENDING));
    }

    private List<ObjectName> secrets() {
        return cluster.view().all(SecretView.class).stream().map(secret -> secret.name()).toList();
    }
}
