package dev.tulle.operator.install;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;

/// Three ports of discovery are open, to everybody: proxies of all namespaces, the API server and
/// the kubelet, which policies cannot name alike on all networks. Both TLS ports ask for proof.
final class DiscoveryNetworkPolicy {

    private DiscoveryNetworkPolicy() {}

    static NetworkPolicy of(InstallPlan plan) {
        return new NetworkPolicyBuilder()
                .withMetadata(Names.in(plan.namespace(), Names.DISCOVERY))
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(Names.DISCOVERY_PODS)
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .addNewIngress()
                .withPorts(port(Names.XDS_PORT), port(Names.WEBHOOK_PORT), port(Names.HEALTH_PORT))
                .endIngress()
                .endSpec()
                .build();
    }

    private static NetworkPolicyPort port(int number) {
        return new NetworkPolicyPortBuilder()
                .withProtocol("TCP")
                .withPort(new IntOrString(number))
                .build();
    }
}
