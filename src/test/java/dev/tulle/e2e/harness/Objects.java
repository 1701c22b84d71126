package dev.tulle.e2e.harness;

import static dev.tulle.e2e.harness.Eventually.eventually;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.MeshCondition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reading conditions of any of the four kinds.
public final class Objects {
    private Objects() {}

    /// Waits until the object is Ready at the generation of `applied`.
    public static void ready(KubernetesClient client, HasMetadata applied, Duration limit) {
        condition(client, applied, ConditionType.READY, "True", limit);
    }

    /// Waits until a condition has a status at the generation of `applied`.
    public static MeshCondition condition(
            KubernetesClient client,
            HasMetadata applied,
            ConditionType type,
            String status,
            Duration limit) {
        var generation = applied.getMetadata().getGeneration();
        return eventually(
                        applied.getKind()
                                + " "
                                + applied.getMetadata().getName()
                                + " has "
                                + type.word()
                                + "="
                                + status,
                        limit,
                        () -> conditions(client, applied),
                        conditions ->
                                find(conditions, type)
                                        .filter(c ->
                                                c.status().equals(status)
                                                        && generation.equals(
                                                                c.observedGeneration()))
                                        .isPresent())
                .stream()
                .filter(c -> c.type().equals(type.word()))
                .findFirst()
                .orElseThrow();
    }

    /// Waits until a condition has a reason at the generation of `object`.
    public static MeshCondition reason(
            KubernetesClient client,
            HasMetadata object,
            ConditionType type,
            String reason,
            Duration limit) {
        var generation = object.getMetadata().getGeneration();
        return find(
                        eventually(
                                "%s %s says %s of %s"
                                        .formatted(
                                                object.getKind(),
                                                object.getMetadata().getName(),
                                                reason,
                                                type.word()),
                                limit,
                                () -> conditions(client, object),
                                conditions ->
                                        find(conditions, type)
                                                .filter(c ->
                                                        c.reason().equals(reason)
                                                                && generation.equals(
                                                                        c.observedGeneration()))
                                                .isPresent()),
                        type)
                .orElseThrow();
    }

    /// The conditions of an object at present.
    public static List<MeshCondition> conditions(KubernetesClient client, HasMetadata object) {
        var stored = client.resource(object).get();
        var mapper = client.getKubernetesSerialization();
        Map<?, ?> tree = mapper.convertValue(stored, Map.class);
        if (!(tree.get("status") instanceof Map<?, ?> status)
                || !(status.get("conditions") instanceof List<?> list)) {
            return List.of();
        }
        return list.stream().map(entry -> mapper.convertValue(entry, MeshCondition.class)).toList();
    }

    /// The one condition of a type.
    public static Optional<MeshCondition> find(List<MeshCondition> conditions, ConditionType type) {
        return conditions.stream().filter(c -> c.type().equals(type.word())).findFirst();
    }
}
