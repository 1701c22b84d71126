package dev.tulle.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/// One object of the cluster, whatever its content.
record ObjectKey(String apiVersion, String kind, String namespace, String name) {
    static ObjectKey of(HasMetadata object) {
        return new ObjectKey(
                object.getApiVersion(),
                object.getKind(),
                Optional.ofNullable(object.getMetadata().getNamespace()).orElse(""),
                object.getMetadata().getName());
    }

    @Override
    public String toString() {
        return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
