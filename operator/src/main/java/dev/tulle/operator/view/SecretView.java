package dev.tulle.operator.view;

import java.util.Map;

/// A Secret of ours without its data.
public record SecretView(
        Meta meta, String type, Map<String, String> labels, Map<String, String> annotations)
        implements ClusterObject {

    public SecretView {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    @Override
    public SecretView withMeta(Meta other) {
        return new SecretView(other, type, labels, annotations);
    }
}
