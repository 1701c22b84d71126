package dev.tulle.operator.install;

import dev.tulle.operator.apply.Applier;
import dev.tulle.operator.apply.Creator;
import dev.tulle.operator.apply.Remover;
import dev.tulle.operator.cluster.ClusterInformers;
import dev.tulle.operator.report.Verdicts;
import dev.tulle.operator.status.StatusWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// What the reconciler of MeshInstall works with.
///
/// @param namespace the operator's own
/// @param client for the watch of our objects, and to read the keys of session affinity
/// @param webhookRoots who signed the webhook's certificate, base64 of PEM, once that is known
public record InstallRoom(
        String namespace,
        Release release,
        KubernetesClient client,
        ClusterInformers informers,
        Writers writers,
        StatusWriter statuses,
        Verdicts verdicts,
        Supplier<Optional<String>> webhookRoots,
        InstantSource clock) {

    /// The three ways in which this room writes, all under its field manager.
    public record Writers(Creator creator, Applier applier, Remover remover) {}
}
