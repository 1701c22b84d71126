package dev.tulle.operator.cluster;

import static dev.tulle.operator.cluster.MetaReader.annotations;
import static dev.tulle.operator.cluster.MetaReader.list;
import static dev.tulle.operator.cluster.MetaReader.number;
import static dev.tulle.operator.cluster.MetaReader.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tulle.operator.view.PodView;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The probes of a pod as the user declared them. Those that the webhook sent to the proxy stand in
/// an annotation as they were before, the others in the spec.
final class ProbeReader {

    private static final String REWRITTEN = "mesh.tulle.dev/probes";
    private static final String REWRITTEN_PATH = "/probe/";
    static final int PROXY_PORT = 15020;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProbeReader() {}

    static List<PodView.Probe> probes(Pod pod) {
        Map<Integer, PodView.Probe> rewritten =
                rewritten(annotations(pod).getOrDefault(REWRITTEN, "[]"));
        List<PodView.Probe> found = new ArrayList<>();
        int index = 0;
        for (Container container : PodReader.userContainers(pod.getSpec()).toList()) {
            for (Probe probe : declared(container)) {
                probe(index, probe, container, rewritten)
                        .filter(readable -> readable.port() > 0)
                        .ifPresent(found::add);
                index++;
            }
        }
        return found;
    }

    private static List<Probe> declared(Container container) {
        return Stream.of(
                        Optional.ofNullable(container.getStartupProbe()),
                        Optional.ofNullable(container.getLivenessProbe()),
                        Optional.ofNullable(container.getReadinessProbe()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<PodView.Probe> probe(
            int index, Probe probe, Container container, Map<Integer, PodView.Probe> rewritten) {
        int timeout = Math.max(1, number(probe.getTimeoutSeconds()));
        if (probe.getGrpc() != null) {
            return Optional.of(
                    new PodView.Probe(
                            index,
                            PodView.ProbeKind.GRPC,
                            number(probe.getGrpc().getPort()),
                            "",
                            "",
                            timeout));
        }
        HTTPGetAction get = probe.getHttpGet();
        if (get == null) {
            return Optional.empty();
        }
        int port = port(get.getPort(), container);
        String path = text(get.getPath());
        if (port == PROXY_PORT && path.startsWith(REWRITTEN_PATH)) {
            return Optional.ofNullable(rewritten.get(index));
        }
        return Optional.of(
                new PodView.Probe(
                        index,
                        PodView.ProbeKind.HTTP,
                        port,
                        withoutQuery(path),
                        text(get.getHost()),
                        timeout));
    }

    private static String withoutQuery(String path) {
        int query = path.indexOf('?');
        String plain = query < 0 ? path : path.substring(0, query);
        return plain.isEmpty() ? "/" : plain;
    }

    private static int port(@Nullable IntOrString port, Container container) {
        Object value = port == null ? null : port.getValue();
        if (value instanceof Integer number) {
            return number;
        }
        return list(container.getPorts()).stream()
                .filter(declared -> text(declared.getName()).equals(value))
                .map(declared -> declared.getContainerPort())
                .findFirst()
                .orElse(0);
    }

    /// An annotation that is not what the webhook writes names no probe: the proxy then has none to
    /// make, and the kubelet's attempt fails visibly.
    private static Map<Integer, PodView.Probe> rewritten(String annotation) {
        Map<Integer, PodView.Probe> probes = new HashMap<>();
        try {
            for (JsonNode node : JSON.readTree(annotation)) {
                kind(node.path("kind").asText())
                        .ifPresent(kind ->
                                probes.put(node.path("index").asInt(-1), probe(kind, node)));
            }
        } catch (JsonProcessingException e) {
            probes.clear();
        }
        return probes;
    }

    private static PodView.Probe probe(PodView.ProbeKind kind, JsonNode node) {
        return new PodView.Probe(
                node.path("index").asInt(),
                kind,
                node.path("port").asInt(),
                node.path("path").asText(),
                node.path("host").asText(),
                Math.max(1, node.path("timeoutSeconds").asInt()));
    }

    private static Optional<PodView.ProbeKind> kind(String word) {
        return switch (word) {
            case "TCP" -> Optional.of(PodView.ProbeKind.TCP);
            case "HTTPS" -> Optional.of(PodView.ProbeKind.HTTPS);
            case "GRPC" -> Optional.of(PodView.ProbeKind.GRPC);
            default -> Optional.empty();
        };
    }
}
