package dev.tulle.operator.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Identity and age of an object. The generation is 0 for kinds that have none, such as Service.
public record Meta(
        ObjectName name,
        String uid,
        long generation,
        String resourceVersion,
        Instant created,
        @Nullable Instant deletion) {

    public String namespace() {
        return name.namespace();
    }

    public boolean isDeleting() {
        return deletion != null;
    }

    Meta withResourceVersion(String version) {
        return new Meta(name, uid, generation, version, created, deletion);
    }
}
