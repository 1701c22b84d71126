package dev.tulle.operator.view;

import java.util.Map;

/// A ConfigMap of ours; binary values stay base64, as they travel.
public record ConfigMapView(
        Meta meta,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, String> data,
        Map<String, String> binaryData)
        implements ClusterObject {

    public ConfigMapView {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        data = Map.copyOf(data);
        binaryData = Map.copyOf(binaryData);
    }

    @Override
    public ConfigMapView withMeta(Meta other) {
        return new ConfigMapView(other, labels, annotations, data, binaryData);
    }
}
