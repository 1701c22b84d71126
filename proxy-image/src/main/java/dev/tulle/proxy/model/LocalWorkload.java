package dev.tulle.proxy.model;

import java.util.List;

/// The pod that the proxy serves and whose identity it uses. A value on every connection, never
/// state of the process: one proxy may serve several pods.
public record LocalWorkload(
        String uid,
        String namespace,
        String name,
        String ownerKind,
        String ownerName,
        String serviceAccount,
        String spiffeId,
        String trustDomain,
        List<IpAddress> addresses,
        String node,
        List<IpAddress> nodeAddresses,
        String zone,
        String inbound,
        List<Cidr> meshRanges,
        Life life) {
    /// Whether the pod is being deleted.
    public enum Life {
        RUNNING,
        TERMINATING
    }

    public LocalWorkload {
        addresses = List.copyOf(addresses);
        nodeAddresses = List.copyOf(nodeAddresses);
        meshRanges = List.copyOf(meshRanges);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException(
                    "workload "
                            + namespace
                            + "/"
                            + name
                            + " has no address: expected at least one");
        }
        String prefix = "spiffe://" + trustDomain + "/";
        if (!spiffeId.startsWith(prefix)) {
            throw new IllegalArgumentException(
                    "identity '" + spiffeId + "': expected to start with " + prefix);
        }
    }

    public boolean inMesh(IpAddress address) {
        for (Cidr range : meshRanges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
