package dev.tulle.operator.cluster;

import static dev.tulle.operator.cluster.MetaReader.labels;
import static dev.tulle.operator.cluster.MetaReader.list;
import static dev.tulle.operator.cluster.MetaReader.meta;
import static dev.tulle.operator.cluster.MetaReader.text;

import dev.tulle.operator.view.MeshLabel;
import dev.tulle.operator.view.PodView;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the view keeps of a meshed pod: about 2 of 40 KB.
final class PodReader {

    static final String OUR_CONTAINERS = "tulle-";

    private static final String INIT_CONTAINER = "tulle-init";
    private static final String SKIP_INBOUND = "--skip-inbound=";
    private static final String TEMPLATE_HASH = "pod-template-hash";

    private PodReader() {}

    static PodView pod(Pod pod) {
        PodSpec spec = pod.getSpec();
        PodStatus status = pod.getStatus();
        return new PodView(
                meta(pod),
                labels(pod),
                owner(pod),
                text(spec.getServiceAccountName()),
                text(spec.getNodeName()),
                addresses(status),
                phase(status),
                labels(pod).getOrDefault(MeshLabel.PROXY_VERSION.key(), ""),
                ports(spec),
                ProbeReader.probes(pod),
                uncaptured(spec));
    }

    /// The user's containers, in the order in which the webhook numbers their probes.
    static Stream<Container> userContainers(PodSpec spec) {
        return Stream.concat(
                        list(spec.getInitContainers()).stream(),
                        list(spec.getContainers()).stream())
                .filter(container -> !container.getName().startsWith(OUR_CONTAINERS));
    }

    private static List<PodView.ContainerPort> ports(PodSpec spec) {
        return userContainers(spec)
                .flatMap(container -> list(container.getPorts()).stream())
                .filter(port -> port.getProtocol() == null || port.getProtocol().equals("TCP"))
                .map(port ->
                        new PodView.ContainerPort(text(port.getName()), port.getContainerPort()))
                .toList();
    }

    private static List<String> addresses(@Nullable PodStatus status) {
        if (status == null) {
            return List.of();
        }
        return list(status.getPodIPs()).stream().map(PodIP::getIp).toList();
    }

    private static PodView.Phase phase(@Nullable PodStatus status) {
        return switch (status == null ? "" : text(status.getPhase())) {
            case "Succeeded", "Failed" -> PodView.Phase.FINISHED;
            case "Running" -> isReady(status) ? PodView.Phase.READY : PodView.Phase.RUNNING;
            default -> PodView.Phase.PENDING;
        };
    }

    private static boolean isReady(@Nullable PodStatus status) {
        return status != null
                && list(status.getConditions()).stream()
                        .anyMatch(it ->
                                it.getType().equals("Ready") && it.getStatus().equals("True"));
    }

    /// A ReplicaSet is a revision of a Deployment; its name is the Deployment's and the hash.
    private static PodView.Owner owner(Pod pod) {
        OwnerReference owner =
                list(pod.getMetadata().getOwnerReferences()).stream()
                        .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                        .findFirst()
                        .orElse(null);
        if (owner == null) {
            return new PodView.Owner("", "");
        }
        String suffix = "-" + labels(pod).getOrDefault(TEMPLATE_HASH, "");
        boolean ofDeployment =
                owner.getKind().equals("ReplicaSet")
                        && suffix.length() > 1
                        && owner.getName().endsWith(suffix);
        return ofDeployment
                ? new PodView.Owner(
                        "Deployment",
                        owner.getName().substring(0, owner.getName().length() - suffix.length()))
                : new PodView.Owner(owner.getKind(), owner.getName());
    }

    /// What the rules leave alone: the proxy's own health port, and the ports that were skipped
    /// when the pod was started, which may differ from what MeshInstall says by now.
    private static List<Integer> uncaptured(PodSpec spec) {
        return list(spec.getInitContainers()).stream()
                .filter(container -> container.getName().equals(INIT_CONTAINER))
                .flatMap(container ->
                        Stream.concat(Stream.of(ProbeReader.PROXY_PORT), skipped(container)))
                .toList();
    }

    private static Stream<Integer> skipped(Container init) {
        return Stream.concat(list(init.getCommand()).stream(), list(init.getArgs()).stream())
                .filter(argument -> argument.startsWith(SKIP_INBOUND))
                .flatMap(argument ->
                        Arrays.stream(argument.substring(SKIP_INBOUND.length()).split(",", -1)))
                .filter(port -> port.matches("[0-9]{1,5}"))
                .map(Integer::valueOf);
    }
}
