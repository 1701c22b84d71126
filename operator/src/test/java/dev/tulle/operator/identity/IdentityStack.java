package dev.tulle.operator.identity;

import dev.tulle.api.v1alpha1.CertificateAuthorityStatus.Workloads;
import dev.tulle.operator.apply.Applier;
import dev.tulle.operator.apply.ApplyObserver;
import dev.tulle.operator.apply.Creator;
import dev.tulle.operator.apply.Events;
import dev.tulle.operator.apply.FieldOwner;
import dev.tulle.operator.apply.Remover;
import dev.tulle.operator.authority.AuthorityKeeper;
import dev.tulle.operator.authority.AuthorityObserver;
import dev.tulle.operator.authority.AuthorityRoom;
import dev.tulle.operator.authority.CertificateAuthorityReconciler;
import dev.tulle.operator.authority.IdentityNumbers;
import dev.tulle.operator.certificates.AuthorityMint;
import dev.tulle.operator.certificates.LeafIssuer;
import dev.tulle.operator.certificates.Signers;
import dev.tulle.operator.cluster.ApiServerClock;
import dev.tulle.operator.cluster.ClusterInformers;
import dev.tulle.operator.cluster.ViewObserver;
import dev.tulle.operator.status.StatusObserver;
import dev.tulle.operator.status.StatusWriter;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ViewKind;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;

/// One operator process as far as identities go: informers, reconciler, loop; without an election,
/// so that several can be made to lead at once.
final class IdentityStack implements AutoCloseable {
    private static final ViewObserver UNSEEN =
            new ViewObserver() {
                @Override
                public void published(ClusterView view, Duration behind) {}

                @Override
                public void restarted(ViewKind kind) {}

                @Override
                public void missed(ViewKind kind, int objects) {}
            };

    private final ClusterInformers informers;
    private final IdentityLoop loop;
    private final Operator operator;

    IdentityStack(KubernetesClient client, String namespace, Clock clock) {
        SecureRandom random = new SecureRandom();
        Signers signers = new Signers();
        this.informers =
                new ClusterInformers(
                        client,
                        namespace,
                        EnumSet.of(
                                ViewKind.INSTALL,
                                ViewKind.AUTHORITY,
                                ViewKind.POD,
                                ViewKind.SERVICE_ACCOUNT,
                                ViewKind.SECRET,
                                ViewKind.CONFIG_MAP),
                        System::nanoTime,
                        UNSEEN);
        Applier identities = applier(client, FieldOwner.IDENTITY, clock);
        LoopThreads threads = new LoopThreads();
        ClockWatch watch =
                new ClockWatch(
                        clock, System::nanoTime, new ApiServerClock(client, clock)::ours, threads);
        this.loop =
                new IdentityLoop(
                        new IdentitySources(informers::view, signers, namespace, watch::problem),
                        new SecretDelivery(
                                new LeafIssuer(clock, random),
                                identities,
                                new Remover(client, identities, ApplyObserver.silent())),
                        threads,
                        clock,
                        random,
                        IdentityObserver.silent());
        this.operator =
                new Operator(overrider ->
                        overrider.withKubernetesClient(client).withCloseClientOnStop(false));
        operator.register(
                new CertificateAuthorityReconciler(
                        new AuthorityRoom(
                                informers,
                                namespace,
                                keeper(client, namespace, clock, random),
                                signers,
                                numbers(loop, watch),
                                new StatusWriter(new HastyClock(), new StatusObserver() {}),
                                clock,
                                AuthorityObserver.silent())));
    }

    void start() {
        informers.listen(loop::heed);
        informers.start();
        loop.start();
        operator.start();
    }

    Workloads workloads() {
        return loop.workloads();
    }

    @Override
    public void close() {
        operator.stop();
        loop.close();
        informers.close();
    }

    private static AuthorityKeeper keeper(
            KubernetesClient client, String namespace, Clock clock, SecureRandom random) {
        Applier applier = applier(client, FieldOwner.AUTHORITY, clock);
        return AuthorityKeeper.of(
                client,
                namespace,
                applier,
                new Creator(client, ApplyObserver.silent()),
                new Remover(client, applier, ApplyObserver.silent()),
                new AuthorityMint(clock, random),
                clock);
    }

    private static Applier applier(KubernetesClient client, FieldOwner manager, Clock clock) {
        Events events = new Events(client, manager, "test", clock, ApplyObserver.silent());
        return new Applier(client, manager, events, ApplyObserver.silent());
    }

    private static IdentityNumbers numbers(IdentityLoop loop, ClockWatch watch) {
        return new IdentityNumbers() {
            @Override
            public Workloads workloads() {
                return loop.workloads();
            }

            @Override
            public Optional<String> clockProblem() {
                return watch.problem();
            }

            @Override
            public void onWorkloads(Runnable listener) {
                loop.onWorkloads(listener);
                watch.onChange(listener);
            }
        };
    }
}
