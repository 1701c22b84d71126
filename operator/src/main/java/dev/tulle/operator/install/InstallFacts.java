package dev.tulle.operator.install;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.MeshCondition;
import dev.tulle.operator.view.AffinityKeysView;
import dev.tulle.operator.view.AuthorityView;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.DeploymentView;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.SecretView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the view says about an installation at one moment.
///
/// @param authority the CertificateAuthority `default`, when there is one
/// @param missingSecrets names of the serving Secrets that are not there yet
/// @param affinityKeys the Secret with the keys of session affinity, when it is there
/// @param discovery the Deployment, when there is one
/// @param webhookRoots who signed the webhook's certificate, base64 of PEM, once that is known
record InstallFacts(
        Optional<AuthorityView> authority,
        List<String> missingSecrets,
        Optional<SecretView> affinityKeys,
        Optional<DeploymentView> discovery,
        Optional<String> webhookRoots) {

    static final String AUTHORITY = "default";

    static InstallFacts of(ClusterView view, String namespace, Optional<String> webhookRoots) {
        return new InstallFacts(
                view.find(AuthorityView.class, ObjectName.of("", AUTHORITY)),
                Stream.of(Names.DISCOVERY_SECRET, Names.WEBHOOK_SECRET)
                        .filter(name -> !exists(view, namespace, name))
                        .toList(),
                view.find(SecretView.class, ObjectName.of(namespace, AffinityKeysView.NAME)),
                view.find(DeploymentView.class, ObjectName.of(namespace, Names.DISCOVERY)),
                webhookRoots);
    }

    /// Pods that run with a proxy, or will.
    static long meshedPods(ClusterView view) {
        return view.all(PodView.class).stream().filter(PodView::isAlive).count();
    }

    /// Why certificates cannot be issued; empty when they can.
    Optional<String> authorityObstacle() {
        if (authority.isEmpty()) {
            return Optional.of("CertificateAuthority default is being created");
        }
        MeshCondition ready =
                authority.get().conditions().stream()
                        .filter(c -> c.type().equals(ConditionType.READY.word()))
                        .findFirst()
                        .orElse(null);
        if (ready == null) {
            return Optional.of("CertificateAuthority default has not been looked at yet");
        }
        return ready.status().equals("True")
                ? Optional.empty()
                : Optional.of("CertificateAuthority default: " + ready.message());
    }

    int available() {
        return discovery.map(DeploymentView::available).orElse(0);
    }

    /// Every replica runs the newest template, none of an older one is left, and all but one serve:
    /// that one may be missing is what the replicas are for.
    boolean isRolledOut(int replicas) {
        return discovery
                .map(seen ->
                        seen.observedGeneration() >= seen.meta().generation()
                                && seen.updated() == replicas
                                && seen.present() == replicas
                                && seen.replicas() == replicas
                                && seen.available() >= Math.max(1, replicas - 1))
                .orElse(false);
    }

    private static boolean exists(ClusterView view, String namespace, String name) {
        return view.find(SecretView.class, ObjectName.of(namespace, name)).isPresent();
    }
}
