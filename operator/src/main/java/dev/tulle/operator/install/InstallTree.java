package dev.tulle.operator.install;

import dev.tulle.operator.cluster.ChildEventSource;
import dev.tulle.operator.view.AffinityKeysView;
import dev.tulle.operator.view.MeshLabel;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// All objects of an installation, in the order in which they come.
final class InstallTree {

    private InstallTree() {}

    /// Who discovery is and what it may do.
    static List<HasMetadata> access(InstallPlan plan) {
        return List.of(
                DiscoveryAccess.account(plan),
                DiscoveryAccess.everywhere(plan),
                DiscoveryAccess.role(plan),
                DiscoveryAccess.here(plan));
    }

    static List<HasMetadata> discovery(InstallPlan plan) {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(DiscoveryServices.discovery(plan));
        objects.add(DiscoveryServices.webhook(plan));
        objects.add(DiscoveryNetworkPolicy.of(plan));
        objects.add(DiscoveryDeployment.of(plan));
        if (plan.isSpread()) {
            objects.add(DiscoveryBudget.of(plan));
        }
        return List.copyOf(objects);
    }

    /// What another profile has and this one has not.
    static List<HasMetadata> unwanted(InstallPlan plan) {
        return plan.isSpread() ? List.of() : List.of(DiscoveryBudget.of(plan));
    }

    /// Everything but the webhook configuration and the CertificateAuthority, last things first;
    /// the serving Secrets too, although another room writes them, for nobody is left to serve.
    static List<HasMetadata> leaving(InstallPlan plan) {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(DiscoveryBudget.of(plan));
        objects.addAll(
                discovery(plan).reversed().stream()
                        .filter(object -> !object.getKind().equals("PodDisruptionBudget"))
                        .toList());
        objects.addAll(access(plan).reversed());
        objects.add(secret(plan, Names.WEBHOOK_SECRET));
        objects.add(secret(plan, Names.DISCOVERY_SECRET));
        objects.add(secret(plan, AffinityKeysView.NAME));
        return List.copyOf(objects);
    }

    /// What is watched for changes by others.
    static ChildEventSource.Children children(String namespace) {
        return new ChildEventSource.Children(
                namespace,
                Map.of(MeshLabel.MANAGED_BY.key(), "tulle", MeshLabel.PART_OF.key(), Names.PART),
                Stream.of(
                                ServiceAccount.class,
                                ClusterRoleBinding.class,
                                Role.class,
                                RoleBinding.class,
                                Service.class,
                                NetworkPolicy.class,
                                Deployment.class,
                                PodDisruptionBudget.class,
                                MutatingWebhookConfiguration.class)
                        .map(ResourceDefinitionContext::fromResourceType)
                        .toList());
    }

    private static Secret secret(InstallPlan plan, String name) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(plan.namespace())
                .withName(name)
                .endMetadata()
                .build();
    }
}
