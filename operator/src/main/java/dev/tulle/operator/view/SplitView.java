package dev.tulle.operator.view;

import dev.tulle.api.v1alpha1.TrafficSplitSpec;

/// A TrafficSplit.
public record SplitView(Meta meta, TrafficSplitSpec spec) implements ClusterObject {

    @Override
    public SplitView withMeta(Meta other) {
        return new SplitView(other, spec);
    }
}
