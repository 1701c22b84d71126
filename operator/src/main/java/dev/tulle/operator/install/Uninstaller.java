package dev.tulle.operator.install;

import dev.tulle.operator.apply.Remover;

/// Takes an installation down without breaking a running pod: the webhook at once, so that no pod
/// joins any more; the rest when the last meshed pod is gone. The CertificateAuthority and its keys
/// stay.
final class Uninstaller {

    private final Remover remover;

    Uninstaller(Remover remover) {
        this.remover = remover;
    }

    /// Whether everything is gone.
    boolean visit(InstallPlan plan, long meshedPods) {
        remover.remove(WebhookConfiguration.of(plan, ""));
        if (meshedPods > 0) {
            return false;
        }
        InstallTree.leaving(plan).forEach(remover::remove);
        return true;
    }
}
