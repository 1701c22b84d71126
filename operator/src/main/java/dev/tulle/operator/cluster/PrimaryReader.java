package dev.tulle.operator.cluster;

import dev.tulle.api.v1alpha1.MeshPolicy;
import dev.tulle.api.v1alpha1.TrafficSplit;
import dev.tulle.operator.view.PolicyView;
import dev.tulle.operator.view.SplitView;

/// The object that a reconciler was handed, in the shape of the view. The view itself may be a
/// moment behind it, or ahead.
public final class PrimaryReader {

    private PrimaryReader() {}

    public static SplitView split(TrafficSplit split) {
        return ObjectReader.split(split);
    }

    public static PolicyView policy(MeshPolicy policy) {
        return ObjectReader.policy(policy);
    }
}
