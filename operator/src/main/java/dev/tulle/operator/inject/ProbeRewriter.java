package dev.tulle.operator.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sends tcpSocket, HTTPS and gRPC probes to the proxy, which makes the real connection: under
/// capture a TCP connect succeeds even when nothing listens, TLS hides the path, and a proxy that
/// passes HTTP/2 through unread cannot tell a probe from a call.
///
/// Probes are numbered in the order of containers (init containers first; startup, liveness,
/// readiness), all kinds together. What a rewritten one was stands in [#ANNOTATION].
final class ProbeRewriter {

    static final String ANNOTATION = "mesh.tulle.dev/probes";

    private static final List<String> PROBES =
            List.of("startupProbe", "livenessProbe", "readinessProbe");
    private static final String PATH = "/probe/";

    private final ObjectMapper json;
    private final Map<Integer, ObjectNode> earlier = new HashMap<>();
    private final ArrayNode originals;

    private ProbeRewriter(ObjectMapper json) {
        this.json = json;
        this.originals = json.createArrayNode();
    }

    /// Rewrites in place, also what an earlier call has rewritten when its number has changed.
    static void rewrite(ObjectNode pod, ObjectMapper json) {
        ProbeRewriter rewriter = new ProbeRewriter(json);
        rewriter.remember(PodTree.annotation(pod, ANNOTATION));
        int index = 0;
        for (ObjectNode container : PodTree.foreignContainers(pod)) {
            for (String field : PROBES) {
                if (container.get(field) instanceof ObjectNode probe) {
                    rewriter.rewrite(probe, container, index++);
                }
            }
        }
        ObjectNode annotations = PodTree.object(PodTree.object(pod, "metadata"), "annotations");
        if (rewriter.originals.isEmpty()) {
            annotations.remove(ANNOTATION);
        } else if (!rewriter.originals.toString().equals(annotations.path(ANNOTATION).asText())) {
            annotations.put(ANNOTATION, rewriter.originals.toString());
        }
    }

    private void remember(String annotation) {
        if (annotation.isEmpty()) {
            return;
        }
        try {
            for (JsonNode node : json.readTree(annotation)) {
                if (node instanceof ObjectNode original) {
                    earlier.put(original.path("index").asInt(-1), original);
                }
            }
        } catch (JsonProcessingException e) {
            // Somebody else wrote it. It is ours to own, so it is replaced, not trusted.
            earlier.clear();
        }
    }

    private void rewrite(ObjectNode probe, ObjectNode container, int index) {
        original(probe, container)
                .ifPresent(original -> {
                    originals.add(original.deepCopy().put("index", index));
                    probe.remove("tcpSocket");
                    ObjectNode get = json.createObjectNode();
                    get.put("path", PATH + index);
                    get.put("port", ProxyPorts.HEALTH);
                    get.put("scheme", "HTTP");
                    if (!probe.path("httpGet").equals(get)) {
                        probe.set("httpGet", get);
                    }
                });
    }

    private Optional<ObjectNode> original(ObjectNode probe, ObjectNode container) {
        JsonNode get = probe.path("httpGet");
        JsonNode tcp = probe.path("tcpSocket");
        if (get.path("port").asInt() == ProxyPorts.HEALTH
                && get.path("path").asText().startsWith(PATH)) {
            return Optional.ofNullable(earlier.get(number(get.path("path").asText())));
        }
        if (tcp.isObject()) {
            return described("TCP", tcp, "", probe, container);
        }
        JsonNode grpc = probe.path("grpc");
        if (grpc.isObject()) {
            return described("GRPC", grpc, grpc.path("service").asText(), probe, container);
        }
        if (get.path("scheme").asText().equals("HTTPS")) {
            return described("HTTPS", get, get.path("path").asText(), probe, container);
        }
        return Optional.empty();
    }

    /// Empty when the port has a name that the container does not declare: such a probe fails in
    /// the kubelet, with the kubelet's own sentence.
    private Optional<ObjectNode> described(
            String kind, JsonNode action, String path, ObjectNode probe, ObjectNode container) {
        int port = port(action.path("port"), container);
        if (port == 0) {
            return Optional.empty();
        }
        ObjectNode original = json.createObjectNode();
        original.put("index", 0);
        original.put("kind", kind);
        original.put("port", port);
        original.put("path", path);
        original.put("host", action.path("host").asText());
        original.put("timeoutSeconds", probe.path("timeoutSeconds").asInt(1));
        return Optional.of(original);
    }

    private static int port(JsonNode port, ObjectNode container) {
        if (port.isInt() || port.asText().chars().allMatch(Character::isDigit)) {
            return port.asInt();
        }
        for (JsonNode declared : container.path("ports")) {
            if (declared.path("name").asText().equals(port.asText())) {
                return declared.path("containerPort").asInt();
            }
        }
        return 0;
    }

    private static int number(String path) {
        try {
            return Integer.parseInt(path.substring(PATH.length()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
