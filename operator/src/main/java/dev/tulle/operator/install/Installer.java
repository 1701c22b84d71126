package dev.tulle.operator.install;

import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.api.v1alpha1.CertificateAuthoritySpec;
import dev.tulle.operator.apply.Applier;
import dev.tulle.operator.apply.Creator;
import dev.tulle.operator.apply.Remover;
import dev.tulle.operator.view.MeshLabel;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/// Brings the objects up, each step gated on the one before. Every step is repeated at every visit
/// and does nothing when it is done, so what somebody deletes or changes comes back. What is up is
/// kept up even when an earlier gate closes again: an authority that fails takes nobody down.
final class Installer {

    private final Creator creator;
    private final Applier applier;
    private final Remover remover;
    private final AffinityKeeper affinity;

    Installer(InstallRoom room) {
        this.creator = room.writers().creator();
        this.applier = room.writers().applier();
        this.remover = room.writers().remover();
        this.affinity =
                new AffinityKeeper(room.namespace(), room.client(), room.writers(), room.clock());
    }

    InstallProgress visit(InstallPlan plan, InstallFacts facts) {
        boolean isUp = facts.discovery().isPresent();
        if (facts.authority().isEmpty()) {
            creator.create(authority());
        }
        Optional<String> obstacle = facts.authorityObstacle();
        if (obstacle.isPresent() && !isUp) {
            return new InstallProgress.AwaitsAuthority(obstacle.get());
        }
        InstallTree.access(plan).forEach(applier::apply);
        affinity.visit();
        if (!facts.missingSecrets().isEmpty() && !isUp) {
            return new InstallProgress.AwaitsSecrets(
                    "waiting for Secrets " + String.join(", ", facts.missingSecrets()));
        }
        InstallTree.discovery(plan).forEach(applier::apply);
        InstallTree.unwanted(plan).forEach(remover::remove);
        if (facts.available() == 0) {
            return new InstallProgress.AwaitsDiscovery(rollout(plan, facts));
        }
        Optional<String> roots = facts.webhookRoots();
        if (roots.isEmpty()) {
            return new InstallProgress.AwaitsInjection(
                    "waiting for ca.crt of Secret " + Names.WEBHOOK_SECRET);
        }
        applier.apply(WebhookConfiguration.of(plan, roots.get()));
        return probe(plan, facts);
    }

    private InstallProgress probe(InstallPlan plan, InstallFacts facts) {
        try {
            if (!ProbePod.isInjected(creator.rehearse(ProbePod.of(plan)))) {
                return new InstallProgress.AwaitsInjection(
                        "a pod created in a dry run came back without a proxy");
            }
        } catch (KubernetesClientException e) {
            return new InstallProgress.AwaitsInjection(
                    "a pod could not be created in a dry run: " + e.getMessage());
        }
        return facts.isRolledOut(plan.replicas())
                ? new InstallProgress.Complete()
                : new InstallProgress.RollsOut(rollout(plan, facts));
    }

    private static String rollout(InstallPlan plan, InstallFacts facts) {
        return facts.discovery()
                .map(seen ->
                        "%d of %d replicas of Deployment %s/%s are available, %d updated"
                                .formatted(
                                        seen.available(),
                                        plan.replicas(),
                                        plan.namespace(),
                                        Names.DISCOVERY,
                                        seen.updated()))
                .orElse("Deployment %s is being created".formatted(Names.DISCOVERY));
    }

    /// With an empty spec, and never touched again: from here on it is the user's.
    private static CertificateAuthority authority() {
        CertificateAuthority authority = new CertificateAuthority();
        authority.setMetadata(
                new ObjectMetaBuilder()
                        .withName(InstallFacts.AUTHORITY)
                        .addToLabels(MeshLabel.MANAGED_BY.key(), "tulle")
                        .build());
        authority.setSpec(new CertificateAuthoritySpec(null, null));
        return authority;
    }
}
