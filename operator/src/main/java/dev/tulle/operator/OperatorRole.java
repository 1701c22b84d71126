package dev.tulle.operator;

import dev.tulle.operator.apply.FieldOwner;
import dev.tulle.operator.cluster.ClusterInformers;
import dev.tulle.operator.cluster.LeaseWatch;
import dev.tulle.operator.cluster.ServingSecret;
import dev.tulle.operator.install.InstallRoom;
import dev.tulle.operator.install.MeshInstallReconciler;
import dev.tulle.operator.install.Release;
import dev.tulle.operator.metrics.ReconcileMetrics;
import dev.tulle.operator.policy.MeshPolicyReconciler;
import dev.tulle.operator.policy.PolicyRoom;
import dev.tulle.operator.report.ReportReader;
import dev.tulle.operator.report.Verdicts;
import dev.tulle.operator.traffic.TrafficRoom;
import dev.tulle.operator.traffic.TrafficSplitReconciler;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ViewKind;
import io.javaoperatorsdk.operator.Operator;
import io.quarkus.runtime.Quarkus;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// Role operator: all reconcilers. Every replica keeps its caches warm; the leader alone decides
/// and writes.
final class OperatorRole implements AutoCloseable {

    private static final Duration TERMINATION = Duration.ofSeconds(8);

    private static final Duration VIEW_PATIENCE = Duration.ofSeconds(60);

    static final Set<ViewKind> READ =
            EnumSet.of(
                    ViewKind.NAMESPACE,
                    ViewKind.SERVICE,
                    ViewKind.POD,
                    ViewKind.NODE,
                    ViewKind.SERVICE_ACCOUNT,
                    ViewKind.DEPLOYMENT,
                    ViewKind.CONFIG_MAP,
                    ViewKind.SECRET,
                    ViewKind.INSTALL,
                    ViewKind.AUTHORITY,
                    ViewKind.SPLIT,
                    ViewKind.POLICY);

    private final RoleParts parts;
    private final String namespace;
    private final ClusterInformers informers;
    private final ReportReader reports = new ReportReader();
    private final Verdicts verdicts;
    private final IdentityPart identity;
    private final MeshInstallReconciler installs;
    private final Leadership leadership;
    private final Operator operator;
    private final ServingSecret webhookSecret;
    private final LeaseWatch canary;
    private final AtomicReference<Optional<String>> webhookRoots =
            new AtomicReference<>(Optional.empty());

    OperatorRole(RoleParts parts) {
        this.parts = parts;
        this.namespace = parts.settings().pod().namespace();
        this.informers = parts.informers(READ);
        this.verdicts =
                new Verdicts(
                        reports,
                        informers::view,
                        ObjectName.of(namespace, "tulle-discovery"),
                        parts.clock());
        this.identity = new IdentityPart(parts, informers);
        this.installs = new MeshInstallReconciler(installRoom());
        this.leadership = new Leadership(parts.settings().pod(), parts.clock(), this::stood);
        this.operator =
                new Operator(sdk ->
                        sdk.withKubernetesClient(parts.client())
                                .withCloseClientOnStop(false)
                                .withMetrics(new ReconcileMetrics(parts.registry()))
                                .withReconciliationTerminationTimeout(TERMINATION)
                                .withLeaderElectionConfiguration(leadership.configuration()));
        this.canary =
                new LeaseWatch(
                        parts.client(),
                        namespace,
                        Leadership.LEASE,
                        informers.viewThread(),
                        System::nanoTime);
        this.webhookSecret =
                new ServingSecret(
                        parts.client(), namespace, "tulle-webhook-tls", this::readWebhookRoots);
    }

    /// The order: caches, then decisions.
    void start() throws InterruptedException {
        parts.vitals().readyWhenQuiet(informers::problems);
        parts.vitals().aliveWhileQuiet(parts.pulse(informers, VIEW_PATIENCE));
        parts.registry().gauge("tulle.leader", leadership, l -> l.isLeading() ? 1 : 0);
        parts.ageOf("tulle.event.loop.age.seconds", canary::age);
        informers.listen(reports);
        identity.listen();
        FirstView.await(informers);
        identity.compareClocks();
        webhookSecret.start();
        canary.start();
        operator.register(installs);
        operator.register(identity.reconciler());
        operator.register(
                new TrafficSplitReconciler(
                        new TrafficRoom(informers, verdicts, parts.statuses(FieldOwner.TRAFFIC))));
        operator.register(
                new MeshPolicyReconciler(
                        new PolicyRoom(informers, verdicts, parts.statuses(FieldOwner.POLICY))));
        operator.start();
    }

    @Override
    public void close() {
        leadership.leave();
        operator.stop();
        leadership.release(parts.client());
        identity.close();
        webhookSecret.close();
        canary.close();
        informers.close();
    }

    private InstallRoom installRoom() {
        OperatorSettings settings = parts.settings();
        return new InstallRoom(
                namespace,
                new Release(
                        settings.version(),
                        settings.image().controlPlane(),
                        settings.image().proxy(),
                        settings.image().init(),
                        settings.image().pullSecrets().orElse(List.of())),
                parts.client(),
                informers,
                parts.writers(FieldOwner.INSTALL),
                parts.statuses(FieldOwner.INSTALL),
                verdicts,
                webhookRoots::get,
                parts.clock());
    }

    private void readWebhookRoots(Map<String, byte[]> files) {
        Optional<String> roots =
                Optional.ofNullable(files.get("ca.crt")).map(Base64.getEncoder()::encodeToString);
        if (!roots.equals(webhookRoots.getAndSet(roots))) {
            installs.webhookRootsChanged();
        }
    }

    private void stood(Leadership.Standing standing) {
        switch (standing) {
            case WON -> identity.start();
            case LOST -> Quarkus.asyncExit(1);
        }
    }
}
