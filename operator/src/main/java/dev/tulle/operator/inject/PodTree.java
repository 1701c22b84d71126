package dev.tulle.operator.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads a pod as the JSON that it came as. A typed model would write other people's containers
/// back in its own spelling, or without a field that it does not know.
final class PodTree {

    private static final Set<String> OURS = Set.of(ProxyContainers.INIT, ProxyContainers.PROXY);

    private PodTree() {}

    static ObjectNode spec(ObjectNode pod) {
        return object(pod, "spec");
    }

    static ObjectNode object(ObjectNode parent, String field) {
        return parent.get(field) instanceof ObjectNode child ? child : parent.putObject(field);
    }

    static ArrayNode list(ObjectNode parent, String field) {
        return parent.get(field) instanceof ArrayNode child ? child : parent.putArray(field);
    }

    static String label(ObjectNode pod, String key) {
        return pod.path("metadata").path("labels").path(key).asText();
    }

    static String annotation(ObjectNode pod, String key) {
        return pod.path("metadata").path("annotations").path(key).asText();
    }

    static boolean isOurs(JsonNode container) {
        return OURS.contains(container.path("name").asText());
    }

    /// The containers of the user and of other webhooks: first those that start first.
    static List<ObjectNode> foreignContainers(ObjectNode pod) {
        List<ObjectNode> containers = new ArrayList<>();
        for (String field : List.of("initContainers", "containers")) {
            for (JsonNode node : pod.path("spec").path(field)) {
                if (node instanceof ObjectNode container && !isOurs(container)) {
                    containers.add(container);
                }
            }
        }
        return containers;
    }
}
