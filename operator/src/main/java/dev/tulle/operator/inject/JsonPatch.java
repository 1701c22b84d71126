package dev.tulle.operator.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The JSON Patch (RFC 6902) that leads from one document to another. Members are compared one by
/// one; a list that has changed its length is replaced whole, for its elements have moved.
final class JsonPatch {

    private final ArrayNode operations;

    private JsonPatch(ArrayNode operations) {
        this.operations = operations;
    }

    static ArrayNode between(JsonNode from, JsonNode to, ObjectMapper json) {
        JsonPatch patch = new JsonPatch(json.createArrayNode());
        patch.compare("", from, to);
        return patch.operations;
    }

    private void compare(String path, JsonNode from, JsonNode to) {
        if (from.equals(to)) {
            return;
        }
        if (from.isObject() && to.isObject()) {
            compareMembers(path, from, to);
        } else if (from.isArray() && to.isArray() && from.size() == to.size()) {
            for (int i = 0; i < to.size(); i++) {
                compare(path + '/' + i, from.get(i), to.get(i));
            }
        } else {
            operation("replace", path).set("value", to);
        }
    }

    private void compareMembers(String path, JsonNode from, JsonNode to) {
        from.properties()
                .forEach(member -> {
                    if (!to.has(member.getKey())) {
                        operation("remove", path + '/' + escaped(member.getKey()));
                    }
                });
        to.properties()
                .forEach(member -> {
                    String child = path + '/' + escaped(member.getKey());
                    if (from.has(member.getKey())) {
                        compare(child, from.get(member.getKey()), member.getValue());
                    } else {
                        operation("add", child).set("value", member.getValue());
                    }
                });
    }

    private ObjectNode operation(String op, String path) {
        return operations.addObject().put("op", op).put("path", path);
    }

    /// RFC 6901 section 3.
    private static String escaped(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }
}
