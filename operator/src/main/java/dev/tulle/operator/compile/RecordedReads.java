package dev.tulle.operator.compile;

import dev.tulle.operator.resolve.Reads;
import dev.tulle.operator.view.ClusterObject;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.Index;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ViewKey;
import dev.tulle.operator.view.ViewKind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Answers from a view and writes down every question, those without an answer too.
final class RecordedReads implements Reads {

    private final ClusterView view;
    private final Set<ViewKey> asked = new HashSet<>();

    RecordedReads(ClusterView view) {
        this.view = view;
    }

    @Override
    public <T extends ClusterObject> Optional<T> find(Class<T> type, ObjectName name) {
        asked.add(new ViewKey.OfObject(ViewKind.of(type), name));
        return view.find(type, name);
    }

    @Override
    public <T extends ClusterObject> List<T> find(Class<T> type, Index index, String value) {
        asked.add(new ViewKey.OfMembers(index, value));
        return view.members(index, value).stream()
                .flatMap(name -> find(type, name).stream())
                .toList();
    }

    @Override
    public boolean has(Index index, String value) {
        asked.add(new ViewKey.OfMembers(index, value));
        return !view.members(index, value).isEmpty();
    }

    @Override
    public List<String> values(Index index) {
        asked.add(new ViewKey.OfValues(index));
        return view.values(index);
    }

    Set<ViewKey> asked() {
        return Set.copyOf(asked);
    }
}
