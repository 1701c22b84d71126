package dev.tulle.operator.cluster;

import dev.tulle.operator.view.ClusterObject;
import dev.tulle.operator.view.ViewKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.util.function.Function;
import java.util.function.Supplier;

/// How a kind is listed and watched.
///
/// @param resource plural name and group, as RBAC rules have it
/// @param blank an object without content, to stand for a pruned one
record Watched<T extends HasMetadata>(
        ViewKind kind,
        String resource,
        Class<T> type,
        Scope scope,
        Supplier<T> blank,
        Function<T, ClusterObject> pruned) {

    /// Which objects of a kind.
    ///
    /// @param namespace empty for all
    /// @param selector by labels, empty for all
    record Scope(String namespace, String selector) {

        static final Scope ALL = new Scope("", "");

        static Scope labelled(String selector) {
            return new Scope("", selector);
        }
    }

    Informable<T> source(KubernetesClient client) {
        var all = client.resources(type);
        var scoped =
                scope.namespace().isEmpty()
                        ? all.inAnyNamespace()
                        : all.inNamespace(scope.namespace());
        return scope.selector().isEmpty() ? scoped : scoped.withLabelSelector(scope.selector());
    }
}
