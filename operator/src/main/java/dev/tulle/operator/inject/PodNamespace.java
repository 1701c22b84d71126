package dev.tulle.operator.inject;

import java.util.Map;

/// The namespace of the request, not of the object: a pod in a request often names none. No labels
/// when the namespace is younger than the view; whether a pod is meshed at all has been decided by
/// the selectors of the webhook configuration, which the API server reads without delay.
record PodNamespace(String name, Map<String, String> labels) {

    PodNamespace {
        labels = Map.copyOf(labels);
    }
}
