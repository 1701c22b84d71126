package dev.tulle.operator.resolve;

import dev.tulle.operator.view.ClusterObject;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.Index;
import dev.tulle.operator.view.ObjectName;
import java.util.List;
import java.util.Optional;

record Unrecorded(ClusterView view) implements Reads {

    @Override
    public <T extends ClusterObject> Optional<T> find(Class<T> type, ObjectName name) {
        return view.find(type, name);
    }

    @Override
    public <T extends ClusterObject> List<T> find(Class<T> type, Index index, String value) {
        return view.find(type, index, value);
    }

    @Override
    public boolean has(Index index, String value) {
        return !view.members(index, value).isEmpty();
    }

    @Override
    public List<String> values(Index index) {
        return view.values(index);
    }
}
