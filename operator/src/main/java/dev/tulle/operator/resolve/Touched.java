package dev.tulle.operator.resolve;

import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.Index;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PolicyView;
import dev.tulle.operator.view.SplitView;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewKey;
import dev.tulle.operator.view.ViewKind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The objects whose findings a change may have altered.
public final class Touched {

    private Touched() {}

    /// Splits that changed, those of the same root, and those that name a changed Service.
    public static Set<ObjectName> splits(ViewChange change) {
        Set<ObjectName> touched = new TreeSet<>(change.names(ViewKind.SPLIT));
        for (ObjectName split : change.names(ViewKind.SPLIT)) {
            Stream.of(change.before(), change.after())
                    .flatMap(view -> view.find(SplitView.class, split).stream())
                    .forEach(moment ->
                            touched.addAll(
                                    change.after()
                                            .members(
                                                    Index.SPLITS_BY_ROOT,
                                                    Splits.root(moment).toString())));
        }
        for (ObjectName service : change.names(ViewKind.SERVICE)) {
            for (Index index : List.of(Index.SPLITS_BY_ROOT, Index.SPLITS_BY_BACKEND)) {
                touched.addAll(change.after().members(index, service.toString()));
            }
        }
        touched.removeIf(name -> change.after().find(SplitView.class, name).isEmpty());
        return touched;
    }

    /// Policies of every namespace in which a policy, Service or split changed, or a pod came or
    /// went: each may now meet another one in a pod, or find its target. Labels that decide rarely
    /// change on a living pod; the regular visit of every object covers that.
    public static Set<ObjectName> policies(ViewChange change) {
        Set<String> namespaces = new TreeSet<>();
        change.names(ViewKind.POLICY).forEach(name -> namespaces.add(name.namespace()));
        change.names(ViewKind.SERVICE).forEach(name -> namespaces.add(name.namespace()));
        change.names(ViewKind.SPLIT).forEach(name -> namespaces.add(name.namespace()));
        for (ViewKey key : change.changed()) {
            if (key instanceof ViewKey.OfMembers(Index index, String value)
                    && index == Index.PODS_BY_NAMESPACE) {
                namespaces.add(value);
            }
        }
        Set<ObjectName> touched = new TreeSet<>();
        namespaces.forEach(namespace -> touched.addAll(policiesIn(change.after(), namespace)));
        return touched;
    }

    private static List<ObjectName> policiesIn(ClusterView view, String namespace) {
        return view.in(PolicyView.class, namespace).stream().map(PolicyView::name).toList();
    }
}
