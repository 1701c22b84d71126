package dev.tulle.operator.view;

import java.util.List;

/// A node: its own addresses, the ranges its pods get theirs from (often none are named), its zone
/// (empty when it has none).
public record NodeView(Meta meta, List<String> addresses, List<String> podCidrs, String zone)
        implements ClusterObject {

    public NodeView {
        addresses = List.copyOf(addresses);
        podCidrs = List.copyOf(podCidrs);
    }

    @Override
    public NodeView withMeta(Meta other) {
        return new NodeView(other, addresses, podCidrs, zone);
    }
}
