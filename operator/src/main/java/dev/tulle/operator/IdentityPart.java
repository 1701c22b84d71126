package dev.tulle.operator;

import dev.tulle.api.v1alpha1.CertificateAuthorityStatus.Workloads;
import dev.tulle.operator.apply.FieldOwner;
import dev.tulle.operator.authority.AuthorityKeeper;
import dev.tulle.operator.authority.AuthorityRoom;
import dev.tulle.operator.authority.CertificateAuthorityReconciler;
import dev.tulle.operator.authority.IdentityNumbers;
import dev.tulle.operator.certificates.AuthorityMint;
import dev.tulle.operator.certificates.LeafIssuer;
import dev.tulle.operator.certificates.Signers;
import dev.tulle.operator.cluster.ApiServerClock;
import dev.tulle.operator.cluster.ClusterInformers;
import dev.tulle.operator.identity.ClockWatch;
import dev.tulle.operator.identity.IdentityLoop;
import dev.tulle.operator.identity.IdentitySources;
import dev.tulle.operator.identity.LoopThreads;
import dev.tulle.operator.identity.SecretDelivery;
import dev.tulle.operator.install.InstallRoom.Writers;
import dev.tulle.operator.metrics.AuthorityMetrics;
import dev.tulle.operator.metrics.IdentityMetrics;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who signs and who issues: two rooms that meet only in [Signers]. The loop runs on every replica
/// and finds no signer on those that do not lead.
final class IdentityPart implements AutoCloseable {

    private static final Duration LOOKED_LATELY = Duration.ofMinutes(10);

    private final RoleParts parts;
    private final ClusterInformers informers;
    private final Signers signers = new Signers();
    private final SecureRandom random = new SecureRandom();
    private final ClockWatch clock;
    private final IdentityLoop loop;

    IdentityPart(RoleParts parts, ClusterInformers informers) {
        this.parts = parts;
        this.informers = informers;
        Writers writers = parts.writers(FieldOwner.IDENTITY);
        LoopThreads threads = new LoopThreads();
        this.clock =
                new ClockWatch(
                        parts.clock(),
                        System::nanoTime,
                        new ApiServerClock(parts.client(), parts.clock())::ours,
                        threads);
        this.loop =
                new IdentityLoop(
                        new IdentitySources(
                                informers::view,
                                signers,
                                parts.settings().pod().namespace(),
                                clock::problem),
                        new SecretDelivery(
                                new LeafIssuer(parts.clock(), random),
                                writers.applier(),
                                writers.remover()),
                        threads,
                        parts.clock(),
                        random,
                        new IdentityMetrics(parts.registry()));
    }

    /// Before the informers start: the first change holds everything.
    void listen() {
        informers.listen(loop::heed);
    }

    /// Before anything is decided: what a wrong clock signs stays wrong.
    void compareClocks() {
        parts.ageOf("tulle.clock.offset.max.seconds", clock::offset);
        clock.onChange(loop::look);
        clock.start();
    }

    void start() {
        Instant started = parts.clock().instant();
        parts.vitals().aliveWhileQuiet(() -> standingStill(started));
        loop.start();
    }

    CertificateAuthorityReconciler reconciler() {
        String namespace = parts.settings().pod().namespace();
        Writers writers = parts.writers(FieldOwner.AUTHORITY);
        return new CertificateAuthorityReconciler(
                new AuthorityRoom(
                        informers,
                        namespace,
                        AuthorityKeeper.of(
                                parts.client(),
                                namespace,
                                writers.applier(),
                                writers.creator(),
                                writers.remover(),
                                new AuthorityMint(parts.clock(), random),
                                parts.clock()),
                        signers,
                        new Numbers(loop, clock),
                        parts.statuses(FieldOwner.AUTHORITY),
                        parts.clock(),
                        new AuthorityMetrics(parts.registry())));
    }

    @Override
    public void close() {
        loop.close();
    }

    /// The loop looks at everything at least every 5 minutes.
    private List<String> standingStill(Instant started) {
        Instant last = loop.lastLook().isBefore(started) ? started : loop.lastLook();
        Duration age = Duration.between(last, parts.clock().instant());
        return age.compareTo(LOOKED_LATELY) < 0
                ? List.of()
                : List.of("the loop of identities has stood still for " + age);
    }

    private record Numbers(IdentityLoop loop, ClockWatch clock) implements IdentityNumbers {

        @Override
        public Workloads workloads() {
            return loop.workloads();
        }

        @Override
        public Optional<String> clockProblem() {
            return clock.problem();
        }

        @Override
        public void onWorkloads(Runnable listener) {
            loop.onWorkloads(listener);
            clock.onChange(listener);
        }
    }
}
