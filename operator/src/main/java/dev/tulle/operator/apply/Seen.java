package dev.tulle.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;

/// The object that a decision was made about, for writes that must not hit a later one.
///
/// The uid belongs to it: an apply at a version alone would create the object anew when it is gone.
public record Seen(String uid, String resourceVersion) {
    public static Seen of(HasMetadata object) {
        return new Seen(object.getMetadata().getUid(), object.getMetadata().getResourceVersion());
    }
}
