package dev.tulle.operator.push;

import dev.tulle.operator.compile.ResourceType;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Names that wait to be looked at for one stream, by type: each stands in it once or not at all,
/// so what waits is bounded by what the stream wants and not by how often it changes.
final class Pending {

    private final Map<ResourceType, Set<ResourceName>> names = new EnumMap<>(ResourceType.class);

    void add(ResourceName name) {
        names.computeIfAbsent(name.type(), _ -> new LinkedHashSet<>()).add(name);
    }

    void remove(ResourceName name) {
        Set<ResourceName> ofType = names.get(name.type());
        if (ofType != null) {
            ofType.remove(name);
        }
    }

    /// The names of a type in the order in which they came.
    List<ResourceName> of(ResourceType type) {
        return List.copyOf(names.getOrDefault(type, Set.of()));
    }

    boolean contains(ResourceName name) {
        return names.getOrDefault(name.type(), Set.of()).contains(name);
    }

    int size() {
        return names.values().stream().mapToInt(Set::size).sum();
    }
}
