package dev.tulle.operator.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tulle.operator.certificates.IdentitySecretName;
import dev.tulle.operator.inject.Injection.Admitted;
import dev.tulle.operator.inject.Injection.Denied;
import dev.tulle.operator.inject.Injection.Passed;
import dev.tulle.operator.view.MeshLabel;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Pure: the same pod, namespace and settings always give the same pod, and that one again gives
/// itself. Adds, replaces and moves only what is ours; everything else keeps its place and its
/// spelling.
final class PodMutator {

    static final String ANNOTATION = "mesh.tulle.dev/injection";

    private static final String INIT_CONTAINERS = "initContainers";

    /// What the API server adds to a container that says nothing of it.
    private static final Set<String> DEFAULTED =
            Set.of("terminationMessagePath", "terminationMessagePolicy", "imagePullPolicy");

    private final ObjectMapper json;

    PodMutator(ObjectMapper json) {
        this.json = json;
    }

    /// What becomes of the pod; `original` stays as it is.
    Injection mutate(ObjectNode original, PodNamespace namespace, InjectionSettings settings) {
        Optional<Injection> obstacle = InjectionRules.obstacle(original, namespace);
        if (obstacle.isPresent()) {
            return annotated(obstacle.get());
        }
        ObjectNode pod = original.deepCopy();
        boolean again = hasOurs(pod);
        ProxyContainers ours = new ProxyContainers(settings);
        putContainersFirst(
                pod, List.of(json.valueToTree(ours.init()), json.valueToTree(ours.proxy())));
        putVolume(pod, ours.identityVolume(IdentitySecretName.of(serviceAccount(pod))));
        putVolume(pod, ours.runVolume());
        ObjectNode labels = PodTree.object(PodTree.object(pod, "metadata"), "labels");
        labels.put(MeshLabel.PROXIED.key(), "true");
        labels.put(MeshLabel.PROXY_VERSION.key(), settings.version());
        ProbeRewriter.rewrite(pod, json);
        if (pod.equals(original)) {
            return new Admitted(InjectionDecision.UNCHANGED, original);
        }
        return annotated(
                new Admitted(
                        again ? InjectionDecision.REFRESHED : InjectionDecision.INJECTED, pod));
    }

    private static Injection annotated(Injection injection) {
        return switch (injection) {
            case Admitted(InjectionDecision decision, ObjectNode pod) ->
                    new Admitted(decision, annotated(pod, decision));
            case Passed(InjectionDecision decision, ObjectNode pod, String warning) ->
                    decision == InjectionDecision.STATIC_POD
                            ? injection
                            : new Passed(decision, annotated(pod, decision), warning);
            case Denied denied -> denied;
        };
    }

    private static ObjectNode annotated(ObjectNode original, InjectionDecision decision) {
        ObjectNode pod = original.deepCopy();
        PodTree.object(PodTree.object(pod, "metadata"), "annotations")
                .put(ANNOTATION, decision.word());
        return pod;
    }

    private static boolean hasOurs(ObjectNode pod) {
        for (JsonNode container : pod.path("spec").path(INIT_CONTAINERS)) {
            if (PodTree.isOurs(container)) {
                return true;
            }
        }
        return false;
    }

    private static void putContainersFirst(ObjectNode pod, List<ObjectNode> ours) {
        ArrayNode present = PodTree.list(PodTree.spec(pod), INIT_CONTAINERS);
        List<JsonNode> ordered = new ArrayList<>();
        ours.forEach(container -> ordered.add(keepIfCovering(present, container)));
        for (JsonNode container : present) {
            if (!PodTree.isOurs(container)) {
                ordered.add(container);
            }
        }
        present.removeAll();
        present.addAll(ordered);
    }

    private static JsonNode keepIfCovering(ArrayNode present, ObjectNode wanted) {
        for (JsonNode container : present) {
            if (container.path("name").equals(wanted.path("name"))
                    && Coverage.covers(container, wanted)
                    && addsOnlyDefaults(container, wanted)) {
                return container;
            }
        }
        return wanted;
    }

    private static boolean addsOnlyDefaults(JsonNode present, ObjectNode wanted) {
        return present.properties().stream()
                .allMatch(member ->
                        wanted.has(member.getKey())
                                || DEFAULTED.contains(member.getKey())
                                || member.getKey().equals("volumeMounts"));
    }

    private void putVolume(ObjectNode pod, Volume volume) {
        ArrayNode volumes = PodTree.list(PodTree.spec(pod), "volumes");
        ObjectNode wanted = json.valueToTree(volume);
        for (int i = 0; i < volumes.size(); i++) {
            if (volumes.get(i).path("name").equals(wanted.path("name"))) {
                if (!Coverage.covers(volumes.get(i), wanted)) {
                    volumes.set(i, wanted);
                }
                return;
            }
        }
        volumes.add(wanted);
    }

    private static String serviceAccount(ObjectNode pod) {
        return pod.path("spec").path("serviceAccountName").asText("default");
    }
}
