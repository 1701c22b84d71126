package dev.tulle.operator.view;

import java.util.Map;

/// A namespace and its labels.
public record NamespaceView(Meta meta, Map<String, String> labels) implements ClusterObject {

    public NamespaceView {
        labels = Map.copyOf(labels);
    }

    @Override
    public NamespaceView withMeta(Meta other) {
        return new NamespaceView(other, labels);
    }
}
