package dev.tulle.operator.push;

import dev.tulle.operator.compile.Compiled;
import dev.tulle.operator.compile.ResourceType;
import java.util.List;

/// One response that is to be sent now; it holds one type, and either resources or withdrawals.
///
/// @param waitedNanos how long the resource waited that waited longest for its turn; 0 for
///   withdrawals, which wait on purpose
record Outgoing(
        String nonce,
        ResourceType type,
        List<Compiled> resources,
        List<String> withdrawn,
        long waitedNanos) {

    Outgoing {
        resources = List.copyOf(resources);
        withdrawn = List.copyOf(withdrawn);
    }

    int bytes() {
        return resources.stream().mapToInt(compiled -> compiled.bytes().size()).sum();
    }
}
