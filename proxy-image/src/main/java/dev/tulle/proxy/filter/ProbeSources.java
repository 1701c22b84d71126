package dev.tulle.proxy.filter;

import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.model.LocalWorkload;
import java.util.Set;

/// Where the kubelet calls from: the node's addresses, and the pod's default gateways, for on a
/// bridge network it comes from there, an address that stands in no Node object.
public record ProbeSources(Set<IpAddress> gateways) {
    public ProbeSources {
        gateways = Set.copyOf(gateways);
    }

    public boolean contains(LocalWorkload local, IpAddress address) {
        return gateways.contains(address) || local.nodeAddresses().contains(address);
    }
}
