package dev.tulle.operator.view;

import java.util.Set;
import java.util.TreeSet;

/// A view, the one after it, and everything that reads differently in the two.
public record ViewChange(ClusterView before, ClusterView after, Set<ViewKey> changed) {

    public ViewChange {
        changed = Set.copyOf(changed);
    }

    /// Names of the objects of a kind that came, changed or went.
    public Set<ObjectName> names(ViewKind kind) {
        Set<ObjectName> names = new TreeSet<>();
        for (ViewKey key : changed) {
            if (key instanceof ViewKey.OfObject(ViewKind changedKind, ObjectName name)
                    && changedKind == kind) {
                names.add(name);
            }
        }
        return names;
    }
}
