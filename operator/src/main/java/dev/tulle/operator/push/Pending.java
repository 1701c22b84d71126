package dev.tulle.operator.push;

import dev.tulle.operator.compile.ResourceType;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Names that wait to be looked at for one stream, by type: each stands in it once or not at all,
/// so what waits is bounded by what the stream wants and not by how often it changes.
final class Pending {

    private final Map<ResourceType, Map<ResourceName, Long>> since =
            new EnumMap<>(ResourceType.class);

    /// A name that waits already goes on waiting.
    void add(ResourceName name, long now) {
        since.computeIfAbsent(name.type(), _ -> new LinkedHashMap<>()).putIfAbsent(name, now);
    }

    void remove(ResourceName name) {
        Map<ResourceName, Long> ofType = since.get(name.type());
        if (ofType != null) {
            ofType.remove(name);
        }
    }

    /// The names of a type in the order in which they came.
    List<ResourceName> of(ResourceType type) {
        return List.copyOf(since.getOrDefault(type, Map.of()).keySet());
    }

    boolean contains(ResourceName name) {
        return since.getOrDefault(name.type(), Map.of()).containsKey(name);
    }

    /// How long a name has waited; nothing for one that does not wait.
    long waited(ResourceName name, long now) {
        return now - since.getOrDefault(name.type(), Map.of()).getOrDefault(name, now);
    }

    int size() {
        return since.values().stream().mapToInt(Map::size).sum();
    }
}
