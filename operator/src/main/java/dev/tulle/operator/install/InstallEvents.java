package dev.tulle.operator.install;

import dev.tulle.operator.view.AffinityKeysView;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.InstallView;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewKind;
import java.util.Set;

/// Which changes of the cluster concern the one MeshInstall. ConfigMaps are the reports of
/// discovery: they hold how many proxies run which generation.
final class InstallEvents {

    private static final ObjectName INSTALL = ObjectName.of("", "default");

    private InstallEvents() {}

    static Set<ObjectName> touched(ViewChange change) {
        boolean concerns =
                !change.names(ViewKind.AUTHORITY).isEmpty()
                        || !change.names(ViewKind.DEPLOYMENT).isEmpty()
                        || !change.names(ViewKind.CONFIG_MAP).isEmpty()
                        || change.names(ViewKind.SECRET).stream().anyMatch(InstallEvents::isAwaited)
                        || podsCount(change);
        return concerns ? Set.of(INSTALL) : Set.of();
    }

    private static boolean isAwaited(ObjectName secret) {
        return secret.name().equals(Names.DISCOVERY_SECRET)
                || secret.name().equals(Names.WEBHOOK_SECRET)
                || secret.name().equals(AffinityKeysView.NAME);
    }

    /// Pods concern an installation when one becomes Ready, or is Ready no more; all of them only
    /// while it waits for the last to go.
    private static boolean podsCount(ViewChange change) {
        Set<ObjectName> pods = change.names(ViewKind.POD);
        return pods.stream()
                        .anyMatch(pod ->
                                isReady(change.before(), pod) != isReady(change.after(), pod))
                || (!pods.isEmpty()
                        && change.after()
                                .find(InstallView.class, INSTALL)
                                .map(install -> install.meta().isDeleting())
                                .orElse(false));
    }

    private static boolean isReady(ClusterView view, ObjectName pod) {
        return view.find(PodView.class, pod).map(PodView::isReady).orElse(false);
    }
}
