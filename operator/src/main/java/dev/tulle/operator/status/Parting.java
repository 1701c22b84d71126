package dev.tulle.operator.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/// How a cleanup ends. The SDK asks it for nothing but whether the finalizer may go; an object that
/// has to stay says in its status why.
public final class Parting {

    private Parting() {}

    /// The object stays for now: its status is applied here, as the SDK would after a visit.
    public static <R extends CustomResource<?, ?>> DeleteControl staying(
            UpdateControl<R> control, Context<R> context) {
        control.getResource()
                .ifPresent(object ->
                        context.resourceOperations().serverSideApplyPrimaryStatus(object));
        DeleteControl stays = DeleteControl.noFinalizerRemoval();
        control.getScheduleDelay().ifPresent(stays::rescheduleAfter);
        return stays;
    }

    /// Nothing keeps the object any more. The finalizer is removed here and not by the SDK, which
    /// would afterwards mark its name as dealt with: when an object of that name has been made
    /// meanwhile, its events would be dropped. That another operator was faster is success.
    public static <R extends CustomResource<?, ?>> DeleteControl leaving(Context<R> context) {
        ObjectMeta meta = context.getPrimaryResource().getMetadata();
        String finalizer = context.getControllerConfiguration().getFinalizerName();
        try {
            context.resourceOperations()
                    .conflictRetryingPatchPrimary(
                            object -> {
                                object.removeFinalizer(finalizer);
                                return object;
                            },
                            object -> isStill(object, meta) && object.hasFinalizer(finalizer));
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
        return DeleteControl.noFinalizerRemoval();
    }

    /// The SDK looks an object up by its name when it meets a conflict; another may have it by now.
    private static boolean isStill(@Nullable HasMetadata found, ObjectMeta seen) {
        return found != null && found.getMetadata().getUid().equals(seen.getUid());
    }
}
