package dev.tulle.operator.push;

import dev.tulle.operator.compile.ResourceKey;
import dev.tulle.operator.compile.ResourceType;

/// A resource as it is named on the wire.
record ResourceName(ResourceType type, String name) {

    static ResourceName of(ResourceKey key) {
        return new ResourceName(key.type(), key.name());
    }

    @Override
    public String toString() {
        return type + " " + name;
    }
}
