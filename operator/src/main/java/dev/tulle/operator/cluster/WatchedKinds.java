package dev.tulle.operator.cluster;

import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.api.v1alpha1.MeshInstall;
import dev.tulle.api.v1alpha1.MeshPolicy;
import dev.tulle.api.v1alpha1.TrafficSplit;
import dev.tulle.operator.view.MeshLabel;
import dev.tulle.operator.view.ViewKind;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;

/// Which objects of each kind are watched: meshed pods, objects of ours, and all of the rest.
final class WatchedKinds {

    private static final String OURS = "tulle";

    private final String ownNamespace;

    WatchedKinds(String ownNamespace) {
        this.ownNamespace = ownNamespace;
    }

    Watched<?> of(ViewKind kind) {
        return switch (kind) {
            case NAMESPACE ->
                    new Watched<>(
                            kind,
                            "namespaces",
                            Namespace.class,
                            client -> client.namespaces(),
                            Namespace::new,
                            ObjectReader::namespace);
            case SERVICE ->
                    new Watched<>(
                            kind,
                            "services",
                            Service.class,
                            client -> client.services().inAnyNamespace(),
                            Service::new,
                            ServiceReader::service);
            case SLICE ->
                    new Watched<>(
                            kind,
                            "endpointslices.discovery.k8s.io",
                            EndpointSlice.class,
                            client -> client.discovery().v1().endpointSlices().inAnyNamespace(),
                            EndpointSlice::new,
                            ServiceReader::slice);
            case POD ->
                    new Watched<>(
                            kind,
                            "pods",
                            Pod.class,
                            client ->
                                    client.pods()
                                            .inAnyNamespace()
                                            .withLabel(MeshLabel.PROXIED.key(), "true"),
                            Pod::new,
                            PodReader::pod);
            case NODE ->
                    new Watched<>(
                            kind,
                            "nodes",
                            Node.class,
                            client -> client.nodes(),
                            Node::new,
                            ObjectReader::node);
            case SERVICE_ACCOUNT ->
                    new Watched<>(
                            kind,
                            "serviceaccounts",
                            ServiceAccount.class,
                            client -> client.serviceAccounts().inAnyNamespace(),
                            ServiceAccount::new,
                            ObjectReader::serviceAccount);
            case SERVICE_CIDR ->
                    new Watched<>(
                            kind,
                            "servicecidrs.networking.k8s.io",
                            ServiceCIDR.class,
                            client -> client.resources(ServiceCIDR.class),
                            ServiceCIDR::new,
                            ObjectReader::serviceCidr);
            case DEPLOYMENT ->
                    new Watched<>(
                            kind,
                            "deployments.apps in " + ownNamespace,
                            Deployment.class,
                            client ->
                                    client.apps()
                                            .deployments()
                                            .inNamespace(ownNamespace)
                                            .withLabel(MeshLabel.MANAGED_BY.key(), OURS),
                            Deployment::new,
                            ObjectReader::deployment);
            case CONFIG_MAP ->
                    new Watched<>(
                            kind,
                            "configmaps in " + ownNamespace,
                            ConfigMap.class,
                            client ->
                                    client.configMaps()
                                            .inNamespace(ownNamespace)
                                            .withLabel(MeshLabel.MANAGED_BY.key(), OURS),
                            ConfigMap::new,
                            ObjectReader::configMap);
            case SECRET ->
                    new Watched<>(
                            kind,
                            "secrets",
                            Secret.class,
                            client ->
                                    client.secrets()
                                            .inAnyNamespace()
                                            .withLabel(MeshLabel.MANAGED_BY.key(), OURS),
                            Secret::new,
                            ObjectReader::secret);
            case INSTALL ->
                    new Watched<>(
                            kind,
                            "meshinstalls.mesh.tulle.dev",
                            MeshInstall.class,
                            client -> client.resources(MeshInstall.class),
                            MeshInstall::new,
                            ObjectReader::install);
            case AUTHORITY ->
                    new Watched<>(
                            kind,
                            "certificateauthorities.mesh.tulle.dev",
                            CertificateAuthority.class,
                            client -> client.resources(CertificateAuthority.class),
                            CertificateAuthority::new,
                            ObjectReader::authority);
            case SPLIT ->
                    new Watched<>(
                            kind,
                            "trafficsplits.mesh.tulle.dev",
                            TrafficSplit.class,
                            client -> client.resources(TrafficSplit.class).inAnyNamespace(),
                            TrafficSplit::new,
                            ObjectReader::split);
            case POLICY ->
                    new Watched<>(
                            kind,
                            "meshpolicies.mesh.tulle.dev",
                            MeshPolicy.class,
                            client -> client.resources(MeshPolicy.class).inAnyNamespace(),
                            MeshPolicy::new,
                            ObjectReader::policy);
        };
    }

    /// Kinds that a cluster may not serve.
    static boolean isOptional(ViewKind kind) {
        return kind == ViewKind.SERVICE_CIDR;
    }
}
