package dev.tulle.operator.certificates;

import java.time.Duration;
import java.util.List;

/// What a leaf is to say. Workloads have no DNS names, so that none can stand in for a server.
///
/// @param lifetime from now on; the leaf may get less, never more
public record LeafRequest(SpiffeId id, List<String> dnsNames, Duration lifetime) {
    public LeafRequest {
        dnsNames = List.copyOf(dnsNames);
        if (id.path().isEmpty()) {
            throw new IllegalArgumentException("'" + id + "' names a signer, expected a workload");
        }
    }
}
