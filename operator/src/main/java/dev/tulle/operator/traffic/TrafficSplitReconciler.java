package dev.tulle.operator.traffic;

import dev.tulle.api.v1alpha1.TrafficSplit;
import dev.tulle.api.v1alpha1.TrafficSplitStatus;
import dev.tulle.operator.cluster.PrimaryReader;
import dev.tulle.operator.cluster.ViewEventSource;
import dev.tulle.operator.report.ProgrammedVerdict;
import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.status.StatusShape;
import dev.tulle.operator.view.SplitView;
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

/// Says of every TrafficSplit whether it is in force, and where its traffic goes.
@ControllerConfiguration(
        name = "trafficsplit",
        fieldManager = "tulle/traffic",
        generationAwareEventProcessing = false,
        informer = @Informer(comparableResourceVersions = false),
        maxReconciliationInterval =
                @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = -1, initialInterval = 500, intervalMultiplier = 2, maxInterval = 60_000)
public final class TrafficSplitReconciler implements Reconciler<TrafficSplit> {

    private final TrafficRoom room;

    public TrafficSplitReconciler(TrafficRoom room) {
        this.room = room;
    }

    @Override
    public List<EventSource<?, TrafficSplit>> prepareEventSources(
            EventSourceContext<TrafficSplit> context) {
        return List.of(
                new ViewEventSource<>(
                        "view",
                        room.informers(),
                        change ->
                                SplitEvents.touched(
                                        change, room.verdicts().told(change, SplitView.class))));
    }

    @Override
    public UpdateControl<TrafficSplit> reconcile(
            TrafficSplit split, Context<TrafficSplit> context) {
        if (split.isMarkedForDeletion()) {
            return UpdateControl.noUpdate();
        }
        SplitView view = PrimaryReader.split(split);
        TrafficSplitStatus before = split.getStatus();
        ProgrammedVerdict verdict =
                room.verdicts()
                        .verdict(
                                view.meta(),
                                before == null ? null : before.proxies(),
                                before == null ? null : before.conditions());
        SplitDecision decision =
                SplitDecision.of(
                        new SplitDecision.Evidence(
                                Reads.of(room.informers().view()),
                                view,
                                verdict,
                                room.verdicts().backends(view.meta().uid()),
                                room.verdicts().rules(view.meta().uid()),
                                before));
        UpdateControl<TrafficSplit> control =
                room.statuses()
                        .write(
                                StatusShape.TRAFFIC_SPLIT,
                                split,
                                decision.findings(),
                                conditions ->
                                        decision.status(view.meta().generation(), conditions));
        if (control.getScheduleDelay().isEmpty()) {
            verdict.askAgain().ifPresent(control::rescheduleAfter);
        }
        return control;
    }
}
