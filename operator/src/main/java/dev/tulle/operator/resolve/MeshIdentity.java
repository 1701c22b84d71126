package dev.tulle.operator.resolve;

import dev.tulle.operator.view.PodView;

/// The name by which a workload is known to its peers.
public final class MeshIdentity {

    private MeshIdentity() {}

    public static String of(String trustDomain, PodView pod) {
        return "spiffe://%s/ns/%s/sa/%s"
                .formatted(trustDomain, pod.meta().namespace(), pod.serviceAccount());
    }
}
