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

    /// The field by which one object is listed.
    static final String NAME = "metadata.name";

    /// Which objects of a kind.
    ///
    /// @param namespace empty for all
    /// @param selector by labels, empty for all
    /// @param name the only one, empty for all
    record Scope(String namespace, String selector, String name) {

        static final Scope ALL = new Scope("", "", "");

        static Scope labelled(String selector) {
            return new Scope("", selector, "");
        }

        static Scope labelledIn(String namespace, String selector) {
            return new Scope(namespace, selector, "");
        }

        /// RBAC by name grants a list and a watch that ask for this name.
        static Scope named(String namespace, String name) {
            return new Scope(namespace, "", name);
        }
    }

    Informable<T> source(KubernetesClient client) {
        var all = client.resources(type);
        var scoped =
                scope.namespace().isEmpty()
                        ? all.inAnyNamespace()
                        : all.inNamespace(scope.namespace());
        if (!scope.name().isEmpty()) {
            return scoped.withField(NAME, scope.name());
        }
        return scope.selector().isEmpty() ? scoped : scoped.withLabelSelector(scope.selector());
    }
}
