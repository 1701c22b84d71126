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
        Function<KubernetesClient, Informable<T>> source,
        Supplier<T> blank,
        Function<T, ClusterObject> pruned) {}
