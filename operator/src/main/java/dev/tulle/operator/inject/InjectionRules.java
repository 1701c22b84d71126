package dev.tulle.operator.inject;

import static dev.tulle.operator.inject.InjectionDecision.DISABLED;
import static dev.tulle.operator.inject.InjectionDecision.HOST_NETWORK;
import static dev.tulle.operator.inject.InjectionDecision.NOT_LINUX;
import static dev.tulle.operator.inject.InjectionDecision.POD_SECURITY;
import static dev.tulle.operator.inject.InjectionDecision.RESERVED_PORT;
import static dev.tulle.operator.inject.InjectionDecision.RESERVED_UID;
import static dev.tulle.operator.inject.InjectionDecision.STATIC_POD;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tulle.operator.view.MeshLabel;
import java.util.Optional;
import java.util.Set;

/// Why a pod does not get a proxy, if it does not.
final class InjectionRules {

    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final String ENFORCED_LEVEL = "pod-security.kubernetes.io/enforce";
    private static final Set<String> LEVELS_WITHOUT_NET_ADMIN = Set.of("baseline", "restricted");

    private InjectionRules() {}

    /// Empty when the pod is to be injected.
    static Optional<Injection> obstacle(ObjectNode pod, PodNamespace namespace) {
        return passed(pod).or(() -> denied(pod, namespace));
    }

    private static Optional<Injection> passed(ObjectNode pod) {
        JsonNode spec = pod.path("spec");
        if (pod.path("metadata").path("annotations").has(MIRROR)) {
            return pass(STATIC_POD, pod, "a static pod is not injected: the kubelet runs its file");
        }
        if (PodTree.label(pod, MeshLabel.INJECT.key()).equals("disabled")) {
            return pass(DISABLED, pod, "not injected: label mesh.tulle.dev/inject says disabled");
        }
        if (spec.path("hostNetwork").asBoolean()) {
            return pass(
                    HOST_NETWORK,
                    pod,
                    "not injected: with hostNetwork the capture rules would hold for the node");
        }
        if (!os(spec).equals("linux")) {
            return pass(NOT_LINUX, pod, "not injected: the proxy runs on Linux only");
        }
        return Optional.empty();
    }

    private static Optional<Injection> denied(ObjectNode pod, PodNamespace namespace) {
        JsonNode podUser = pod.path("spec").path("securityContext").path("runAsUser");
        for (ObjectNode container : PodTree.foreignContainers(pod)) {
            String name = container.path("name").asText();
            JsonNode user = container.path("securityContext").path("runAsUser");
            if ((user.isMissingNode() ? podUser : user).asLong() == ProxyPorts.UID) {
                return deny(
                        RESERVED_UID,
                        "container '%s' runs as user %d, which the mesh proxy needs: choose another"
                                        .formatted(name, ProxyPorts.UID)
                                + " runAsUser, or label the pod mesh.tulle.dev/inject: disabled");
            }
            for (JsonNode port : container.path("ports")) {
                int number = port.path("containerPort").asInt();
                if (ProxyPorts.RESERVED.contains(number)) {
                    return deny(
                            RESERVED_PORT,
                            "container '%s' declares port %d, which the mesh proxy needs: choose"
                                            .formatted(name, number)
                                    + " another port, or label the pod mesh.tulle.dev/inject:"
                                    + " disabled");
                }
            }
        }
        String level = namespace.labels().getOrDefault(ENFORCED_LEVEL, "privileged");
        if (LEVELS_WITHOUT_NET_ADMIN.contains(level)) {
            return deny(
                    POD_SECURITY,
                    "namespace '%s' enforces PodSecurity level %s, but the mesh's init container"
                                    .formatted(namespace.name(), level)
                            + " needs NET_ADMIN: set the namespace's level to privileged");
        }
        return Optional.empty();
    }

    private static String os(JsonNode spec) {
        String named = spec.path("os").path("name").asText();
        String selected = spec.path("nodeSelector").path("kubernetes.io/os").asText("linux");
        return named.isEmpty() ? selected : named;
    }

    private static Optional<Injection> pass(
            InjectionDecision decision, ObjectNode pod, String warning) {
        return Optional.of(new Injection.Passed(decision, pod, warning));
    }

    private static Optional<Injection> deny(InjectionDecision decision, String sentence) {
        return Optional.of(new Injection.Denied(decision, sentence));
    }
}
