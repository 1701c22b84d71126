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

    /// As in application.properties.
    private static final int RETRIES_OF_A_PROCESS = 3;

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
        return client(access(server, account));
    }

    /// The same, by another way to the API server.
    public static KubernetesClient as(ApiServer server, String account, Relay relay) {
        Config config = access(server, account);
        config.setMasterUrl(relay.url());
        config.setRequestRetryBackoffLimit(RETRIES_OF_A_PROCESS);
        return client(config);
    }

    private static Config access(ApiServer server, String account) {
        Config config = Config.fromKubeconfig(server.kubeconfig());
        config.setImpersonateUsername("system:serviceaccount:%s:%s".formatted(NAMESPACE, account));
        config.setImpersonateGroups(
                "system:serviceaccounts",
                "system:serviceaccounts:" + NAMESPACE,
                "system:authenticated");
        return config;
    }

    private static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
