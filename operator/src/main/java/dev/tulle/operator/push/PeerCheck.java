package dev.tulle.operator.push;

import dev.tulle.operator.certificates.SpiffeId;
import dev.tulle.operator.report.ProxyRef;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.Index;
import dev.tulle.operator.view.PodView;
import java.util.List;

/// Whether a client may speak for the pod that it names: its identity must be that of the pod's
/// namespace and ServiceAccount.
sealed interface PeerCheck {

    /// It may.
    record Admitted(ProxyRef proxy) implements PeerCheck {}

    /// The pod is not in the view, maybe not yet.
    record Unknown() implements PeerCheck {}

    /// It may not, whatever happens next.
    record Denied(String sentence) implements PeerCheck {}

    static PeerCheck of(SpiffeId peer, String podUid, ClusterView view) {
        List<PodView> pods = view.find(PodView.class, Index.POD_BY_UID, podUid);
        if (pods.isEmpty()) {
            return new Unknown();
        }
        PodView pod = pods.getFirst();
        SpiffeId expected =
                SpiffeId.workload(peer.trustDomain(), pod.meta().namespace(), pod.serviceAccount());
        return peer.equals(expected)
                ? new Admitted(new ProxyRef(podUid, pod.name().toString()))
                : new Denied(
                        "%s may not speak for Pod %s: it runs as %s"
                                .formatted(peer, pod.name(), expected));
    }
}
