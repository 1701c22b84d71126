package dev.tulle.operator.view;

import java.util.List;

/// Ranges that cluster IPs are taken from.
public record ServiceCidrView(Meta meta, List<String> cidrs) implements ClusterObject {

    public ServiceCidrView {
        cidrs = List.copyOf(cidrs);
    }

    @Override
    public ServiceCidrView withMeta(Meta other) {
        return new ServiceCidrView(other, cidrs);
    }
}
