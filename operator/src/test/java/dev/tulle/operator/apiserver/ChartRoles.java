package dev.tulle.operator.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// The rights that the chart gives, so that a test does nothing that a real process may not do.
public final class ChartRoles {

    /// Where the rendered chart installs.
    public static final String NAMESPACE = "tulle-system";

    private static final Path RENDERED = Path.of("../helm/rendered/tulle.yaml");
    private static final Set<String> RIGHTS =
            Set.of("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding", "ServiceAccount");

    private ChartRoles() {}

    /// Applies accounts, roles and bindings of the chart.
    public static void install(KubernetesClient admin) {
        admin.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(NAMESPACE)
                                .endMetadata()
                                .build())
                .serverSideApply();
        try (InputStream yaml = Files.newInputStream(RENDERED)) {
            for (HasMetadata object : admin.load(yaml).items()) {
                if (RIGHTS.contains(object.getKind())) {
                    admin.resource(object).serverSideApply();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the rendered chart", e);
        }
    }

    /// A client that may do what an account of the own namespace may.
    public static KubernetesClient as(ApiServer server, String account) {
        Config config = Config.fromKubeconfig(server.kubeconfig());
        config.setImpersonateUsername("system:serviceaccount:%s:%s".formatted(NAMESPACE, account));
        config.setImpersonateGroups(
                "system:serviceaccounts",
                "system:serviceaccounts:" + NAMESPACE,
                "system:authenticated");
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
