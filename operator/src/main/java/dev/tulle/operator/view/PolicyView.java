package dev.tulle.operator.view;

import dev.tulle.api.v1alpha1.MeshPolicySpec;

/// A MeshPolicy.
public record PolicyView(Meta meta, MeshPolicySpec spec) implements ClusterObject {

    @Override
    public PolicyView withMeta(Meta other) {
        return new PolicyView(other, spec);
    }
}
