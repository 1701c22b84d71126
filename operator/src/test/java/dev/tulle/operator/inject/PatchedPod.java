package dev.tulle.operator.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Applies a JSON Patch of `add`, `remove` and `replace`, as the API server would.
final class PatchedPod {

    private PatchedPod() {}

    static JsonNode of(JsonNode document, JsonNode patch) {
        JsonNode result = document.deepCopy();
        for (JsonNode operation : patch) {
            String path = operation.path("path").asText();
            int cut = path.lastIndexOf('/');
            JsonNode parent = result.at(path.substring(0, cut));
            String member = path.substring(cut + 1).replace("~1", "/").replace("~0", "~");
            apply(operation, parent, member);
        }
        return result;
    }

    private static void apply(JsonNode operation, JsonNode parent, String member) {
        switch (operation.path("op").asText()) {
            case "remove" -> ((ObjectNode) parent).remove(member);
            case "add", "replace" -> {
                if (parent instanceof ArrayNode list) {
                    list.set(Integer.parseInt(member), operation.get("value"));
                } else {
                    ((ObjectNode) parent).set(member, operation.get("value"));
                }
            }
            default -> throw new AssertionError("no such operation: " + operation);
        }
    }
}
