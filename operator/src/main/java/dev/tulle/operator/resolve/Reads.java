package dev.tulle.operator.resolve;

import dev.tulle.operator.view.ClusterObject;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.Index;
import dev.tulle.operator.view.InstallView;
import dev.tulle.operator.view.ObjectName;
import java.util.List;
import java.util.Optional;

/// What a pure function may ask of the cluster. A caller that must know what its result depends on
/// gives one that writes down every question.
public interface Reads {

    <T extends ClusterObject> Optional<T> find(Class<T> type, ObjectName name);

    /// The objects under a value of an index, sorted by name.
    <T extends ClusterObject> List<T> find(Class<T> type, Index index, String value);

    /// Whether anything stands under a value of an index.
    boolean has(Index index, String value);

    /// The values that an index has, sorted.
    List<String> values(Index index);

    default Optional<InstallView> install() {
        return find(InstallView.class, ObjectName.clusterScoped("default"));
    }

    /// Reads that nobody writes down.
    static Reads of(ClusterView view) {
        return new Unrecorded(view);
    }
}
