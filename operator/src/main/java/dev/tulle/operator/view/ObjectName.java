package dev.tulle.operator.view;

import java.util.Comparator;

/// Namespace and name; the namespace of a cluster-scoped object is empty. Sorted by namespace, then
/// name, so the objects of one namespace lie side by side.
public record ObjectName(String namespace, String name) implements Comparable<ObjectName> {

    private static final Comparator<ObjectName> ORDER =
            Comparator.comparing(ObjectName::namespace).thenComparing(ObjectName::name);

    public static ObjectName of(String namespace, String name) {
        return new ObjectName(namespace, name);
    }

    public static ObjectName clusterScoped(String name) {
        return new ObjectName("", name);
    }

    @Override
    public int compareTo(ObjectName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
