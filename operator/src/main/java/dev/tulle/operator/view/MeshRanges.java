package dev.tulle.operator.view;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Ranges whose addresses belong to the cluster: a proxy refuses what it cannot ask about inside of
/// them. Those that ServiceCIDRs and Nodes name, and the networks around every cluster IP and
/// meshed pod that lies in none of them.
record MeshRanges(List<String> cidrs) {

    static MeshRanges of(
            List<String> serviceCidrs,
            List<String> serviceNetworks,
            List<String> nodeCidrs,
            List<String> podNetworks) {
        Set<String> all = new TreeSet<>();
        add(serviceCidrs, serviceNetworks, all);
        add(nodeCidrs, podNetworks, all);
        return new MeshRanges(List.copyOf(all));
    }

    private static void add(List<String> declared, List<String> seen, Set<String> all) {
        List<Network> named =
                declared.stream().flatMap(text -> Network.parse(text).stream()).toList();
        all.addAll(declared);
        seen.stream().filter(text -> !isCovered(text, named)).forEach(all::add);
    }

    /// A named range may also be smaller than the network around an address in it.
    private static boolean isCovered(String text, List<Network> named) {
        return Network.parse(text)
                .map(network -> named.stream().anyMatch(network::overlaps))
                .orElse(true);
    }
}
