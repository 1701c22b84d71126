package dev.tulle.operator.status;

import static dev.tulle.api.condition.ConditionType.ACCEPTED;
import static dev.tulle.api.condition.ConditionType.BACKENDS_READY;
import static dev.tulle.api.condition.ConditionType.CONFLICTED;
import static dev.tulle.api.condition.ConditionType.CONTROL_PLANE_AVAILABLE;
import static dev.tulle.api.condition.ConditionType.INJECTION_SERVING;
import static dev.tulle.api.condition.ConditionType.PROGRAMMED;
import static dev.tulle.api.condition.ConditionType.PROVIDER_READY;
import static dev.tulle.api.condition.ConditionType.READY;
import static dev.tulle.api.condition.ConditionType.RESOLVED_REFS;
import static dev.tulle.api.condition.ConditionType.STALLED;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.api.v1alpha1.CertificateAuthorityStatus;
import dev.tulle.api.v1alpha1.MeshInstall;
import dev.tulle.api.v1alpha1.MeshInstallStatus;
import dev.tulle.api.v1alpha1.MeshPolicy;
import dev.tulle.api.v1alpha1.MeshPolicyStatus;
import dev.tulle.api.v1alpha1.TrafficSplit;
import dev.tulle.api.v1alpha1.TrafficSplitStatus;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the status of one kind looks like to [StatusWriter].
///
/// @param types every condition of the kind
/// @param conditions reads them from a status
/// @param generation reads `observedGeneration` from a status
/// @param blank a new object of the kind, with nothing in it but apiVersion and kind
public record StatusShape<R extends CustomResource<?, S>, S>(
        List<ConditionType> types,
        Function<S, @Nullable List<MeshCondition>> conditions,
        Function<S, @Nullable Long> generation,
        Supplier<R> blank) {

    public static final StatusShape<MeshInstall, MeshInstallStatus> MESH_INSTALL =
            new StatusShape<>(
                    List.of(READY, STALLED, PROGRAMMED, CONTROL_PLANE_AVAILABLE, INJECTION_SERVING),
                    MeshInstallStatus::conditions,
                    MeshInstallStatus::observedGeneration,
                    MeshInstall::new);

    public static final StatusShape<TrafficSplit, TrafficSplitStatus> TRAFFIC_SPLIT =
            new StatusShape<>(
                    List.of(
                            READY,
                            STALLED,
                            ACCEPTED,
                            RESOLVED_REFS,
                            PROGRAMMED,
                            CONFLICTED,
                            BACKENDS_READY),
                    TrafficSplitStatus::conditions,
                    TrafficSplitStatus::observedGeneration,
                    TrafficSplit::new);

    public static final StatusShape<MeshPolicy, MeshPolicyStatus> MESH_POLICY =
            new StatusShape<>(
                    List.of(READY, STALLED, ACCEPTED, RESOLVED_REFS, PROGRAMMED, CONFLICTED),
                    MeshPolicyStatus::conditions,
                    MeshPolicyStatus::observedGeneration,
                    MeshPolicy::new);

    public static final StatusShape<CertificateAuthority, CertificateAuthorityStatus>
            CERTIFICATE_AUTHORITY =
                    new StatusShape<>(
                            List.of(READY, STALLED, PROVIDER_READY),
                            CertificateAuthorityStatus::conditions,
                            CertificateAuthorityStatus::observedGeneration,
                            CertificateAuthority::new);
}
