package dev.tulle.operator.policy;

import dev.tulle.api.v1alpha1.MeshPolicy;
import dev.tulle.api.v1alpha1.MeshPolicyStatus;
import dev.tulle.operator.cluster.PrimaryReader;
import dev.tulle.operator.cluster.ViewEventSource;
import dev.tulle.operator.report.ProgrammedVerdict;
import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.status.StatusShape;
import dev.tulle.operator.view.PolicyView;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Says of every MeshPolicy whether it is in force, and what it brings.
@ControllerConfiguration(
        name = "meshpolicy",
        fieldManager = "tulle/policy",
        generationAwareEventProcessing = false,
        informer = @Informer(comparableResourceVersions = false),
        maxReconciliationInterval =
                @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = -1, initialInterval = 500, intervalMultiplier = 2, maxInterval = 60_000)
public final class MeshPolicyReconciler implements Reconciler<MeshPolicy> {

    private final PolicyRoom room;

    public MeshPolicyReconciler(PolicyRoom room) {
        this.room = room;
    }

    @Override
    public List<EventSource<?, MeshPolicy>> prepareEventSources(
            EventSourceContext<MeshPolicy> context) {
        return List.of(
                new ViewEventSource<>(
                        "view",
                        room.informers(),
                        change ->
                                PolicyEvents.touched(
                                        change, room.verdicts().told(change, PolicyView.class))));
    }

    @Override
    public UpdateControl<MeshPolicy> reconcile(MeshPolicy policy, Context<MeshPolicy> context) {
        if (policy.isMarkedForDeletion()) {
            return UpdateControl.noUpdate();
        }
        PolicyView view = PrimaryReader.policy(policy);
        MeshPolicyStatus before = policy.getStatus();
        ProgrammedVerdict verdict =
                room.verdicts()
                        .verdict(
                                view.meta(),
                                before == null ? null : before.proxies(),
                                before == null ? null : before.conditions());
        PolicyDecision decision =
                PolicyDecision.of(Reads.of(room.informers().view()), view, verdict);
        UpdateControl<MeshPolicy> control =
                room.statuses()
                        .write(
                                StatusShape.MESH_POLICY,
                                policy,
                                decision.findings(),
                                conditions ->
                                        decision.status(view.meta().generation(), conditions));
        if (control.getScheduleDelay().isEmpty()) {
            verdict.askAgain().ifPresent(control::rescheduleAfter);
        }
        return control;
    }
}
