package dev.tulle.operator.inject;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Whether an object that the API server has filled up with its defaults still says what we wrote.
///
/// Between two calls of the webhook the server adds defaults and its own admission adds, for
/// example, a token volume to every container; neither is a change of what is ours.
final class Coverage {

    /// Lists whose elements have a name of their own, and the member that is it.
    private static final List<String> KEYS = List.of("name", "mountPath", "containerPort");

    private static final Set<String> QUANTITIES = Set.of("requests", "limits");

    private Coverage() {}

    /// Every member of `wanted` stands in `present`; `present` may hold more.
    static boolean covers(JsonNode present, JsonNode wanted) {
        if (wanted.isObject()) {
            return wanted.properties().stream()
                    .allMatch(member ->
                            QUANTITIES.contains(member.getKey())
                                    ? coversQuantities(
                                            present.path(member.getKey()), member.getValue())
                                    : covers(present.path(member.getKey()), member.getValue()));
        }
        if (wanted.isArray()) {
            return coversList(present, wanted);
        }
        return present.equals(wanted) || present.asText().equals(wanted.asText());
    }

    private static boolean coversList(JsonNode present, JsonNode wanted) {
        if (wanted.isEmpty() || hasKeys(wanted)) {
            return elements(wanted).allMatch(w -> elements(present).anyMatch(p -> covers(p, w)));
        }
        return present.equals(wanted);
    }

    private static boolean coversQuantities(JsonNode present, JsonNode wanted) {
        return wanted.properties().stream()
                .allMatch(member -> {
                    JsonNode value = present.path(member.getKey());
                    return value.isValueNode()
                            && new Quantity(value.asText())
                                    .equals(new Quantity(member.getValue().asText()));
                });
    }

    private static boolean hasKeys(JsonNode list) {
        return KEYS.stream().anyMatch(list.get(0)::has);
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
