package dev.tulle.operator.install;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.v1alpha1.MeshInstall;
import dev.tulle.api.v1alpha1.MeshInstallStatus;
import dev.tulle.operator.cluster.ChildEventSource;
import dev.tulle.operator.cluster.ViewEventSource;
import dev.tulle.operator.report.ProgrammedVerdict;
import dev.tulle.operator.report.Report;
import dev.tulle.operator.status.Conditions;
import dev.tulle.operator.status.Finding;
import dev.tulle.operator.status.Parting;
import dev.tulle.operator.status.StatusShape;
import dev.tulle.operator.view.ClusterView;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Keeps the installation as the MeshInstall says: finalizer, objects in order, status.
@ControllerConfiguration(
        name = "meshinstall",
        fieldManager = "tulle/install",
        finalizerName = MeshInstallReconciler.FINALIZER,
        generationAwareEventProcessing = false,
        informer = @Informer(comparableResourceVersions = false),
        maxReconciliationInterval =
                @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = -1, initialInterval = 500, intervalMultiplier = 2, maxInterval = 60_000)
public final class MeshInstallReconciler implements Reconciler<MeshInstall>, Cleaner<MeshInstall> {

    static final String FINALIZER = "mesh.tulle.dev/uninstall";

    /// What has no event: endpoints that a proxy of Services does not know yet, pods that end.
    private static final Duration NEXT_LOOK = Duration.ofSeconds(2);

    private final InstallRoom room;
    private final Installer installer;
    private final Uninstaller uninstaller;
    private final ChildEventSource<MeshInstall> children;
    private volatile @Nullable Walk last;

    public MeshInstallReconciler(InstallRoom room) {
        this.room = room;
        this.installer = new Installer(room);
        this.uninstaller = new Uninstaller(room.writers().remover());
        this.children =
                new ChildEventSource<>(
                        room.client(), InstallTree.children(room.namespace()), "default");
    }

    @Override
    public List<EventSource<?, MeshInstall>> prepareEventSources(
            EventSourceContext<MeshInstall> context) {
        return List.of(
                new ViewEventSource<>("installation", room.informers(), InstallEvents::touched),
                children);
    }

    /// The roots of the webhook's certificate are others now: who trusts them must be told.
    public void webhookRootsChanged() {
        children.changed();
    }

    @Override
    public UpdateControl<MeshInstall> reconcile(MeshInstall install, Context<MeshInstall> context) {
        ClusterView view = room.informers().view();
        InstallPlan plan = InstallPlan.of(install.getSpec(), room.release(), room.namespace());
        InstallFacts facts = InstallFacts.of(view, room.namespace(), room.webhookRoots().get());
        if (!plan.release().version().equals(install.getSpec().version())) {
            return write(
                    install,
                    InstallFindings.notAvailable(plan, install.getSpec().version()),
                    Optional.empty());
        }
        return install(install, plan, facts);
    }

    @Override
    public DeleteControl cleanup(MeshInstall install, Context<MeshInstall> context) {
        ClusterView view = room.informers().view();
        InstallPlan plan = InstallPlan.of(install.getSpec(), room.release(), room.namespace());
        InstallFacts facts = InstallFacts.of(view, room.namespace(), room.webhookRoots().get());
        last = null;
        long meshedPods = InstallFacts.meshedPods(view);
        if (uninstaller.visit(plan, meshedPods)) {
            return Parting.leaving(context);
        }
        List<Finding> findings = InstallFindings.uninstalling(plan, facts, meshedPods);
        return Parting.staying(write(install, findings, Optional.empty()), context);
    }

    private UpdateControl<MeshInstall> install(
            MeshInstall install, InstallPlan plan, InstallFacts facts) {
        InstallProgress progress = walk(install, plan, facts);
        MeshInstallStatus status = status(install);
        ProgrammedVerdict verdict = verdict(install.getMetadata(), status);
        boolean wasRunning = status.version() != null;
        List<Finding> findings = InstallFindings.of(plan, facts, progress, verdict, wasRunning);
        UpdateControl<MeshInstall> control = write(install, findings, Optional.of(verdict));
        return lookAgain(control, progress, verdict);
    }

    private InstallProgress walk(MeshInstall install, InstallPlan plan, InstallFacts facts) {
        long generation = install.getMetadata().getGeneration();
        long version = children.version();
        Instant now = room.clock().instant();
        Walk before = last;
        Optional<InstallProgress> known =
                before == null
                        ? Optional.empty()
                        : before.stillHolds(generation, version, facts, now);
        if (known.isPresent()) {
            return known.get();
        }
        InstallProgress progress = installer.visit(plan, facts);
        last = new Walk(generation, version, facts, progress, now);
        return progress;
    }

    private ProgrammedVerdict verdict(ObjectMeta meta, MeshInstallStatus status) {
        MeshCondition before = Conditions.find(status.conditions(), ConditionType.PROGRAMMED);
        boolean wasTrue =
                before != null
                        && before.status().equals(Finding.Verdict.TRUE.word())
                        && meta.getGeneration().equals(before.observedGeneration());
        return room.verdicts()
                .everywhere(
                        meta.getUid(),
                        meta.getGeneration(),
                        Report.Counts.of(status.proxies()),
                        wasTrue
                                ? ProgrammedVerdict.Before.TRUE
                                : ProgrammedVerdict.Before.NOT_TRUE);
    }

    private UpdateControl<MeshInstall> write(
            MeshInstall install, List<Finding> findings, Optional<ProgrammedVerdict> verdict) {
        MeshInstallStatus before = status(install);
        boolean runs =
                findings.stream()
                        .anyMatch(f ->
                                f.type() == ConditionType.READY
                                        && f.verdict() == Finding.Verdict.TRUE);
        return room.statuses()
                .write(
                        StatusShape.MESH_INSTALL,
                        install,
                        findings,
                        conditions ->
                                new MeshInstallStatus(
                                        install.getMetadata().getGeneration(),
                                        runs ? install.getSpec().version() : before.version(),
                                        verdict.map(v -> v.counts().proxies())
                                                .orElse(before.proxies()),
                                        conditions));
    }

    private static UpdateControl<MeshInstall> lookAgain(
            UpdateControl<MeshInstall> control,
            InstallProgress progress,
            ProgrammedVerdict verdict) {
        if (control.getScheduleDelay().isPresent()) {
            return control;
        }
        if (progress instanceof InstallProgress.AwaitsInjection) {
            return control.rescheduleAfter(NEXT_LOOK);
        }
        verdict.askAgain().ifPresent(control::rescheduleAfter);
        return control;
    }

    private static MeshInstallStatus status(MeshInstall install) {
        MeshInstallStatus status = install.getStatus();
        return status == null ? new MeshInstallStatus(null, null, null, null) : status;
    }
}
