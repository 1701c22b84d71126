package dev.tulle.operator.install;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;

/// The two doors of discovery.
final class DiscoveryServices {

    private static final int HTTPS = 443;

    private DiscoveryServices() {}

    /// With an address of its own: a name that stood for the pods would lead to those that are gone
    /// until the last cache of DNS has forgotten them.
    static Service discovery(InstallPlan plan) {
        return new ServiceBuilder()
                .withMetadata(Names.in(plan.namespace(), Names.DISCOVERY))
                .withNewSpec()
                .withSelector(Names.DISCOVERY_PODS)
                .withPorts(port("grpc-xds", Names.XDS_PORT, Names.XDS_PORT))
                .endSpec()
                .build();
    }

    static Service webhook(InstallPlan plan) {
        return new ServiceBuilder()
                .withMetadata(Names.in(plan.namespace(), Names.WEBHOOK))
                .withNewSpec()
                .withSelector(Names.DISCOVERY_PODS)
                .withPorts(port("https-webhook", HTTPS, Names.WEBHOOK_PORT))
                .endSpec()
                .build();
    }

    private static ServicePort port(String name, int port, int target) {
        return new ServicePortBuilder()
                .withName(name)
                .withPort(port)
                .withTargetPort(new IntOrString(target))
                .withProtocol("TCP")
                .build();
    }
}
