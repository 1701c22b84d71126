package dev.tulle.operator.cluster;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An object that is known as another version than the API server lists.
///
/// @param key namespace and name
/// @param held null when nothing is known of it
/// @param listed null when there is no such object
record Discrepancy(String key, @Nullable Version held, @Nullable Version listed) {

    /// Which object of a name, and which state of it.
    record Version(String uid, String resourceVersion) {}

    static Set<Discrepancy> between(Map<String, Version> held, Map<String, Version> listed) {
        Set<String> keys = new HashSet<>(held.keySet());
        keys.addAll(listed.keySet());
        Set<Discrepancy> all = new HashSet<>();
        for (String key : keys) {
            Version ours = held.get(key);
            Version theirs = listed.get(key);
            if (!Objects.equals(ours, theirs)) {
                all.add(new Discrepancy(key, ours, theirs));
            }
        }
        return all;
    }
}
