package dev.tulle.operator.push;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// How many resources at the client refer to a name; a name that is referred to must not be
/// withdrawn.
final class ReferenceCounts {

    private final Map<ResourceName, Integer> counts = new HashMap<>();

    void add(Set<ResourceName> names) {
        names.forEach(name -> counts.merge(name, 1, Integer::sum));
    }

    void remove(Set<ResourceName> names) {
        for (ResourceName name : names) {
            counts.computeIfPresent(name, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    boolean contains(ResourceName name) {
        return counts.containsKey(name);
    }
}
