package dev.tulle.operator.compile;

import java.util.Optional;

/// The pod with this uid, as its own proxy sees it.
public record WorkloadKey(String uid) implements ResourceKey {

    private static final String PREFIX = "pod/";

    static Optional<WorkloadKey> parse(String name) {
        return name.startsWith(PREFIX) && name.length() > PREFIX.length()
                ? Optional.of(new WorkloadKey(name.substring(PREFIX.length())))
                : Optional.empty();
    }

    @Override
    public ResourceType type() {
        return ResourceType.WORKLOAD;
    }

    @Override
    public String name() {
        return PREFIX + uid;
    }
}
