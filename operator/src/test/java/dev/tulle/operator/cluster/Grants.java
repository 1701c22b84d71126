package dev.tulle.operator.cluster;

import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/// Rights that a test gives while it runs.
final class Grants {

    private Grants() {}

    static void listAndWatchNamespaces(KubernetesClient admin, String user) {
        admin.resource(
                        new ClusterRoleBuilder()
                                .withNewMetadata()
                                .withName(user)
                                .endMetadata()
                                .addNewRule()
                                .withApiGroups("")
                                .withResources("namespaces")
                                .withVerbs("list", "watch")
                                .endRule()
                                .build())
                .serverSideApply();
        admin.resource(
                        new ClusterRoleBindingBuilder()
                                .withNewMetadata()
                                .withName(user)
                                .endMetadata()
                                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", user)
                                .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                                .build())
                .serverSideApply();
    }
}
