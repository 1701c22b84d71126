package dev.tulle.operator.compile;

import dev.tulle.operator.resolve.PodShape;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/// What pods of this shape do with inbound connections.
public record InboundKey(PodShape shape) implements ResourceKey {

    @Override
    public ResourceType type() {
        return ResourceType.INBOUND;
    }

    @Override
    public String name() {
        String text =
                String.join(
                        "\n",
                        new TreeMap<>(shape.labels()).toString(),
                        shape.ports().toString(),
                        shape.probes().toString());
        String hash = ContentHash.of(text.getBytes(StandardCharsets.UTF_8));
        return shape.namespace() + "/" + hash.substring(0, 16);
    }
}
