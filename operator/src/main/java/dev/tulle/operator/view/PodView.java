package dev.tulle.operator.view;

import java.util.List;
import java.util.Map;

/// A meshed pod. The node is empty until the pod is scheduled; inbound connections to the
/// uncaptured ports do not pass its proxy.
public record PodView(
        Meta meta,
        Map<String, String> labels,
        Owner owner,
        String serviceAccount,
        String node,
        List<String> addresses,
        Phase phase,
        String proxyVersion,
        List<ContainerPort> ports,
        List<Probe> probes,
        List<Integer> uncapturedPorts)
        implements ClusterObject {

    public PodView {
        labels = Map.copyOf(labels);
        addresses = List.copyOf(addresses);
        ports = List.copyOf(ports);
        probes = List.copyOf(probes);
        uncapturedPorts = List.copyOf(uncapturedPorts);
    }

    @Override
    public PodView withMeta(Meta other) {
        return new PodView(
                other,
                labels,
                owner,
                serviceAccount,
                node,
                addresses,
                phase,
                proxyVersion,
                ports,
                probes,
                uncapturedPorts);
    }

    /// Holds an address and runs or will run.
    public boolean isAlive() {
        return phase != Phase.FINISHED;
    }

    public boolean isReady() {
        return phase == Phase.READY;
    }

    /// The controller that made the pod, a Deployment instead of its ReplicaSet; both empty when
    /// the pod was made by hand.
    public record Owner(String kind, String name) {}

    /// How far the pod is. That it is being deleted stands in its meta.
    public enum Phase {
        PENDING,
        RUNNING,
        READY,
        FINISHED
    }

    /// A TCP port that a container declares; the name may be empty.
    public record ContainerPort(String name, int number) {}

    /// How a probe asks.
    public enum ProbeKind {
        HTTP,
        HTTPS,
        TCP,
        GRPC
    }

    /// A probe as the user declared it, before the webhook rewrote it. The index is its place among
    /// all probes of the pod; path and host may be empty.
    public record Probe(
            int index, ProbeKind kind, int port, String path, String host, int timeoutSeconds) {}
}
