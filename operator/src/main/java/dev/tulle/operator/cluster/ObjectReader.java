package dev.tulle.operator.cluster;

import static dev.tulle.operator.cluster.MetaReader.annotations;
import static dev.tulle.operator.cluster.MetaReader.labels;
import static dev.tulle.operator.cluster.MetaReader.list;
import static dev.tulle.operator.cluster.MetaReader.map;
import static dev.tulle.operator.cluster.MetaReader.meta;
import static dev.tulle.operator.cluster.MetaReader.number;
import static dev.tulle.operator.cluster.MetaReader.text;

import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.api.v1alpha1.MeshInstall;
import dev.tulle.api.v1alpha1.MeshPolicy;
import dev.tulle.api.v1alpha1.TrafficSplit;
import dev.tulle.operator.view.AffinityKeysView;
import dev.tulle.operator.view.AuthorityView;
import dev.tulle.operator.view.ConfigMapView;
import dev.tulle.operator.view.DeploymentView;
import dev.tulle.operator.view.InstallView;
import dev.tulle.operator.view.NamespaceView;
import dev.tulle.operator.view.NodeView;
import dev.tulle.operator.view.PolicyView;
import dev.tulle.operator.view.SecretView;
import dev.tulle.operator.view.ServiceAccountView;
import dev.tulle.operator.view.ServiceCidrView;
import dev.tulle.operator.view.SigningKey;
import dev.tulle.operator.view.SplitView;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import java.util.List;
import java.util.stream.Stream;

/// What the view keeps of the smaller kinds.
final class ObjectReader {

    private static final String ZONE = "topology.kubernetes.io/zone";

    private ObjectReader() {}

    static NamespaceView namespace(Namespace namespace) {
        return new NamespaceView(meta(namespace), labels(namespace));
    }

    /// Host names are left out: only addresses can be the source of a connection.
    static NodeView node(Node node) {
        List<String> addresses =
                node.getStatus() == null
                        ? List.of()
                        : list(node.getStatus().getAddresses()).stream()
                                .filter(address -> address.getType().endsWith("IP"))
                                .map(address -> address.getAddress())
                                .sorted()
                                .distinct()
                                .toList();
        List<String> podCidrs =
                node.getSpec() == null ? List.of() : list(node.getSpec().getPodCIDRs());
        return new NodeView(meta(node), addresses, podCidrs, labels(node).getOrDefault(ZONE, ""));
    }

    static ServiceAccountView serviceAccount(ServiceAccount account) {
        return new ServiceAccountView(meta(account));
    }

    static ServiceCidrView serviceCidr(ServiceCIDR range) {
        return new ServiceCidrView(
                meta(range),
                range.getSpec() == null ? List.of() : list(range.getSpec().getCidrs()));
    }

    static DeploymentView deployment(Deployment deployment) {
        var status = deployment.getStatus();
        var spec = deployment.getSpec();
        int wanted = spec == null || spec.getReplicas() == null ? 1 : spec.getReplicas();
        if (status == null) {
            return new DeploymentView(meta(deployment), 0, wanted, 0, 0, 0);
        }
        Long observed = status.getObservedGeneration();
        return new DeploymentView(
                meta(deployment),
                observed == null ? 0 : observed,
                wanted,
                number(status.getReplicas()),
                number(status.getUpdatedReplicas()),
                number(status.getAvailableReplicas()));
    }

    static ConfigMapView configMap(ConfigMap map) {
        return new ConfigMapView(
                meta(map),
                labels(map),
                annotations(map),
                map(map.getData()),
                map(map.getBinaryData()));
    }

    static SecretView secret(Secret secret) {
        return new SecretView(
                meta(secret), text(secret.getType()), labels(secret), annotations(secret));
    }

    /// A key that is none makes the whole Secret one without keys: nothing is signed with half of
    /// what the other replicas believe.
    static AffinityKeysView affinityKeys(Secret secret) {
        List<SigningKey> keys =
                Stream.of(AffinityKeysView.SIGNING, AffinityKeysView.OTHER)
                        .flatMap(name -> Stream.ofNullable(map(secret.getData()).get(name)))
                        .map(SigningKey::new)
                        .filter(key -> key.bytes().length == SigningKey.LENGTH)
                        .toList();
        return new AffinityKeysView(meta(secret), keys.size() == 2 ? keys : List.of());
    }

    static InstallView install(MeshInstall install) {
        return new InstallView(meta(install), install.getSpec());
    }

    static AuthorityView authority(CertificateAuthority authority) {
        var status = authority.getStatus();
        var conditions = status == null ? null : status.conditions();
        return new AuthorityView(
                meta(authority), authority.getSpec(), conditions == null ? List.of() : conditions);
    }

    static SplitView split(TrafficSplit split) {
        return new SplitView(meta(split), split.getSpec());
    }

    static PolicyView policy(MeshPolicy policy) {
        return new PolicyView(meta(policy), policy.getSpec());
    }
}
