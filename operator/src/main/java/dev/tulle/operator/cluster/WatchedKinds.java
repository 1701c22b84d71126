package dev.tulle.operator.cluster;

import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.api.v1alpha1.MeshInstall;
import dev.tulle.api.v1alpha1.MeshPolicy;
import dev.tulle.api.v1alpha1.TrafficSplit;
import dev.tulle.operator.cluster.Watched.Scope;
import dev.tulle.operator.view.AffinityKeysView;
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

    private static final String OURS = MeshLabel.MANAGED_BY.key() + "=tulle";

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
                            Scope.ALL,
                            Namespace::new,
                            ObjectReader::namespace);
            case SERVICE ->
                    new Watched<>(
                            kind,
                            "services",
                            Service.class,
                            Scope.ALL,
                            Service::new,
                            ServiceReader::service);
            case SLICE ->
                    new Watched<>(
                            kind,
                            "endpointslices.discovery.k8s.io",
                            EndpointSlice.class,
                            Scope.ALL,
                            EndpointSlice::new,
                            ServiceReader::slice);
            case POD ->
                    new Watched<>(
                            kind,
                            "pods",
                            Pod.class,
                            Scope.labelled(MeshLabel.PROXIED.key() + "=true"),
                            Pod::new,
                            PodReader::pod);
            case NODE ->
                    new Watched<>(
                            kind, "nodes", Node.class, Scope.ALL, Node::new, ObjectReader::node);
            case SERVICE_ACCOUNT ->
                    new Watched<>(
                            kind,
                            "serviceaccounts",
                            ServiceAccount.class,
                            Scope.ALL,
                            ServiceAccount::new,
                            ObjectReader::serviceAccount);
            case SERVICE_CIDR ->
                    new Watched<>(
                            kind,
                            "servicecidrs.networking.k8s.io",
                            ServiceCIDR.class,
                            Scope.ALL,
                            ServiceCIDR::new,
                            ObjectReader::serviceCidr);
            case DEPLOYMENT ->
                    new Watched<>(
                            kind,
                            "deployments.apps in " + ownNamespace,
                            Deployment.class,
                            Scope.labelledIn(ownNamespace, OURS),
                            Deployment::new,
                            ObjectReader::deployment);
            case CONFIG_MAP ->
                    new Watched<>(
                            kind,
                            "configmaps in " + ownNamespace,
                            ConfigMap.class,
                            Scope.labelledIn(ownNamespace, OURS),
                            ConfigMap::new,
                            ObjectReader::configMap);
            case SECRET ->
                    new Watched<>(
                            kind,
                            "secrets",
                            Secret.class,
                            Scope.labelled(OURS),
                            Secret::new,
                            ObjectReader::secret);
            case AFFINITY_KEYS ->
                    new Watched<>(
                            kind,
                            "secrets in " + ownNamespace,
                            Secret.class,
                            Scope.named(ownNamespace, AffinityKeysView.NAME),
                            Secret::new,
                            ObjectReader::affinityKeys);
            case INSTALL ->
                    new Watched<>(
                            kind,
                            "meshinstalls.mesh.tulle.dev",
                            MeshInstall.class,
                            Scope.ALL,
                            MeshInstall::new,
                            ObjectReader::install);
            case AUTHORITY ->
                    new Watched<>(
                            kind,
                            "certificateauthorities.mesh.tulle.dev",
                            CertificateAuthority.class,
                            Scope.ALL,
                            CertificateAuthority::new,
                            ObjectReader::authority);
            case SPLIT ->
                    new Watched<>(
                            kind,
                            "trafficsplits.mesh.tulle.dev",
                            TrafficSplit.class,
                            Scope.ALL,
                            TrafficSplit::new,
                            ObjectReader::split);
            case POLICY ->
                    new Watched<>(
                            kind,
                            "meshpolicies.mesh.tulle.dev",
                            MeshPolicy.class,
                            Scope.ALL,
                            MeshPolicy::new,
                            ObjectReader::policy);
        };
    }

    /// Kinds that a cluster may not serve.
    static boolean isOptional(ViewKind kind) {
        return kind == ViewKind.SERVICE_CIDR;
    }
}
