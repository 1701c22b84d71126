package dev.tulle.operator.view;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything that is known at one moment. It never changes: a reader takes one and holds it for
/// the whole of its work.
public record ClusterView(
        long number,
        Map<ViewKind, Tree<ObjectName, ClusterObject>> objects,
        Map<Index, Tree<String, Tree<ObjectName, ObjectName>>> indexes) {

    private static final Set<Index> RANGE_PARTS =
            Set.of(Index.SERVICE_CIDR, Index.SERVICE_NETWORK, Index.NODE_CIDR, Index.POD_NETWORK);

    public static ClusterView empty() {
        return new ClusterView(0, Map.of(), Map.of());
    }

    public <T extends ClusterObject> Optional<T> find(Class<T> type, ObjectName name) {
        return of(ViewKind.of(type)).get(name).map(type::cast);
    }

    /// All objects of a kind, sorted by name.
    public <T extends ClusterObject> List<T> all(Class<T> type) {
        return of(ViewKind.of(type)).values().stream().map(type::cast).toList();
    }

    /// The objects of a kind in a namespace, sorted by name.
    public <T extends ClusterObject> List<T> in(Class<T> type, String namespace) {
        return of(ViewKind.of(type))
                .range(ObjectName.of(namespace, ""), name -> name.namespace().equals(namespace))
                .stream()
                .map(type::cast)
                .toList();
    }

    /// The objects under a value of an index, sorted by name.
    public <T extends ClusterObject> List<T> find(Class<T> type, Index index, String value) {
        return members(index, value).stream().flatMap(name -> find(type, name).stream()).toList();
    }

    /// Names of the objects under a value of an index, sorted.
    public List<ObjectName> members(Index index, String value) {
        return of(index).get(value).map(Tree::keys).orElseGet(List::of);
    }

    /// The values that an index has, sorted.
    public List<String> values(Index index) {
        return of(index).keys();
    }

    /// The view after these events, in their order.
    public ViewChange after(List<ViewEvent> events) {
        Draft draft = new Draft(this);
        events.forEach(draft::apply);
        draft.settleRanges();
        ClusterView next =
                new ClusterView(number + 1, Map.copyOf(draft.objects), Map.copyOf(draft.indexes));
        return new ViewChange(this, next, draft.changed);
    }

    /// Counts instead of the content, which would be the whole cluster.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("view ").append(number);
        objects.forEach(
                (kind, held) -> text.append(' ').append(kind).append('=').append(held.size()));
        return text.toString();
    }

    private Tree<ObjectName, ClusterObject> of(ViewKind kind) {
        return objects.getOrDefault(kind, Tree.empty());
    }

    private Tree<String, Tree<ObjectName, ObjectName>> of(Index index) {
        return indexes.getOrDefault(index, Tree.empty());
    }

    /// The next view while it is being made.
    private static final class Draft {
        private final Map<ViewKind, Tree<ObjectName, ClusterObject>> objects =
                new EnumMap<>(ViewKind.class);
        private final Map<Index, Tree<String, Tree<ObjectName, ObjectName>>> indexes =
                new EnumMap<>(Index.class);
        private final Set<ViewKey> changed = new HashSet<>();

        Draft(ClusterView start) {
            objects.putAll(start.objects);
            indexes.putAll(start.indexes);
        }

        void apply(ViewEvent event) {
            switch (event) {
                case ViewEvent.Present(ClusterObject object) -> put(object);
                case ViewEvent.Gone(ViewKind kind, ObjectName name) -> remove(kind, name);
            }
        }

        /// Nobody who reads the ranges is to hear of a new address that lies in one of them.
        void settleRanges() {
            if (RANGE_PARTS.stream().map(ViewKey.OfValues::new).noneMatch(changed::contains)) {
                return;
            }
            MeshRanges ranges =
                    MeshRanges.of(
                            values(Index.SERVICE_CIDR),
                            values(Index.SERVICE_NETWORK),
                            values(Index.NODE_CIDR),
                            values(Index.POD_NETWORK));
            if (!values(Index.MESH_RANGE).equals(ranges.cidrs())) {
                Tree<String, Tree<ObjectName, ObjectName>> tree = Tree.empty();
                for (String cidr : ranges.cidrs()) {
                    tree = tree.with(cidr, Tree.empty());
                }
                indexes.put(Index.MESH_RANGE, tree);
                changed.add(new ViewKey.OfValues(Index.MESH_RANGE));
            }
        }

        private List<String> values(Index index) {
            return indexes.getOrDefault(index, Tree.empty()).keys();
        }

        private void put(ClusterObject object) {
            ViewKind kind = ViewKind.of(object.getClass());
            var held = objects.getOrDefault(kind, Tree.empty());
            Optional<ClusterObject> old = held.get(object.name());
            objects.put(kind, held.with(object.name(), object));
            if (old.isPresent() && old.get().sameContent(object)) {
                return;
            }
            changed.add(new ViewKey.OfObject(kind, object.name()));
            for (Index index : Index.values()) {
                List<String> before = old.map(index::valuesOf).orElseGet(List::of);
                List<String> now = index.valuesOf(object);
                before.stream().filter(v -> !now.contains(v)).forEach(v -> leave(index, v, object));
                now.stream().filter(v -> !before.contains(v)).forEach(v -> enter(index, v, object));
            }
        }

        private void remove(ViewKind kind, ObjectName name) {
            var held = objects.getOrDefault(kind, Tree.empty());
            Optional<ClusterObject> old = held.get(name);
            if (old.isEmpty()) {
                return;
            }
            objects.put(kind, held.without(name));
            changed.add(new ViewKey.OfObject(kind, name));
            for (Index index : Index.values()) {
                index.valuesOf(old.get()).forEach(value -> leave(index, value, old.get()));
            }
        }

        private void enter(Index index, String value, ClusterObject object) {
            var values = indexes.getOrDefault(index, Tree.empty());
            Tree<ObjectName, ObjectName> members = values.get(value).orElseGet(Tree::empty);
            indexes.put(index, values.with(value, members.with(object.name(), object.name())));
            changed.add(new ViewKey.OfMembers(index, value));
            if (members.size() == 0) {
                changed.add(new ViewKey.OfValues(index));
            }
            if (index == Index.POD_BY_UID) {
                clear(Index.DEPARTED_PODS, value);
            }
        }

        private void leave(Index index, String value, ClusterObject object) {
            var values = indexes.getOrDefault(index, Tree.empty());
            var members = values.get(value).orElseGet(Tree::empty).without(object.name());
            boolean last = members.size() == 0;
            indexes.put(index, last ? values.without(value) : values.with(value, members));
            changed.add(new ViewKey.OfMembers(index, value));
            if (last) {
                changed.add(new ViewKey.OfValues(index));
                left(index, value, object);
            }
        }

        /// A slice is written after the pod that it names is gone. Until then it must not be taken
        /// for an unmeshed pod, which would be called in plaintext.
        private void left(Index index, String value, ClusterObject object) {
            if (index == Index.POD_BY_UID && has(Index.SLICES_BY_POD, value)) {
                enter(Index.DEPARTED_PODS, value, object);
            }
            if (index == Index.SLICES_BY_POD) {
                clear(Index.DEPARTED_PODS, value);
            }
        }

        private boolean has(Index index, String value) {
            return indexes.getOrDefault(index, Tree.empty()).get(value).isPresent();
        }

        private void clear(Index index, String value) {
            if (has(index, value)) {
                indexes.put(index, indexes.getOrDefault(index, Tree.empty()).without(value));
                changed.add(new ViewKey.OfMembers(index, value));
                changed.add(new ViewKey.OfValues(index));
            }
        }
    }
}
