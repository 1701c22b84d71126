package dev.tulle.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.api.v1alpha1.TrafficSplit;
import dev.tulle.operator.apiserver.ApiServer;
import dev.tulle.operator.apiserver.ChartRoles;
import dev.tulle.operator.apply.Applier;
import dev.tulle.operator.apply.ApplyObserver;
import dev.tulle.operator.apply.Events;
import dev.tulle.operator.apply.FieldOwner;
import dev.tulle.operator.cluster.ClusterInformers;
import dev.tulle.operator.cluster.ServingSecret;
import dev.tulle.operator.cluster.ViewObserver;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ViewKind;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Both roles may do what they do, by the chart's rights, and nothing that they do not.
@ExtendWith(ApiServer.class)
class RolesApiTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    private final ApiServer server;

    RolesApiTest(ApiServer server) {
        this.server = server;
    }

    @BeforeEach
    void install() {
        ChartRoles.install(server.client());
        server
                .client()
                .load(RolesApiTest.class.getResourceAsStream("/golden/install/dev.yaml"))
                .items()
                .stream()
                .filter(object ->
                        Set.of("ServiceAccount", "ClusterRoleBinding", "Role", "RoleBinding")
                                .contains(object.getKind()))
                .forEach(object -> server.client().resource(object).serverSideApply());
    }

    @Test
    void operatorReadsAllItsKinds() {
        try (KubernetesClient client = ChartRoles.as(server, "tulle-operator")) {
            assertThat(problems(client, OperatorRole.READ)).isEmpty();
        }
    }

    @Test
    void discoveryReadsAllItsKinds() {
        try (KubernetesClient client = ChartRoles.as(server, "tulle-discovery")) {
            assertThat(problems(client, DiscoveryRole.READ)).isEmpty();
        }
    }

    @Test
    void discoveryReadsItsServingSecretsAndNoOther() {
        server.client().resource(secret("tulle-webhook-tls")).serverSideApply();
        try (KubernetesClient client = ChartRoles.as(server, "tulle-discovery")) {
            CompletableFuture<Map<String, byte[]>> files = new CompletableFuture<>();
            ServingSecret secret =
                    new ServingSecret(
                            client, ChartRoles.NAMESPACE, "tulle-webhook-tls", files::complete);
            secret.start();

            assertThat(files).succeedsWithin(SOON);
            secret.close();
            assertForbidden(() -> client.secrets().inNamespace(ChartRoles.NAMESPACE).list());
            assertForbidden(() ->
                    client.secrets()
                            .inNamespace(ChartRoles.NAMESPACE)
                            .withName("tulle-ca-1")
                            .get());
        }
    }

    @Test
    void discoveryWritesReportsAndNothingOfUsers() {
        try (KubernetesClient client = ChartRoles.as(server, "tulle-discovery")) {
            ApplyObserver silent = ApplyObserver.silent();
            Events events =
                    new Events(client, FieldOwner.DISCOVERY, "test", Clock.systemUTC(), silent);
            Applier applier = new Applier(client, FieldOwner.DISCOVERY, events, silent);

            applier.apply(
                    new ConfigMapBuilder()
                            .withNewMetadata()
                            .withNamespace(ChartRoles.NAMESPACE)
                            .withName("tulle-report-test")
                            .endMetadata()
                            .build());

            assertForbidden(() ->
                    client.resources(TrafficSplit.class)
                            .inNamespace("default")
                            .withName("any")
                            .delete());
            assertForbidden(
                    () -> client.configMaps().inNamespace("default").withName("any").delete());
        }
    }

    @Test
    void operatorDeletesNoObjectOfUsers() {
        try (KubernetesClient client = ChartRoles.as(server, "tulle-operator")) {
            assertForbidden(() ->
                    client.resources(TrafficSplit.class)
                            .inNamespace("default")
                            .withName("any")
                            .delete());
            assertForbidden(() -> client.pods().inNamespace("default").withName("any").delete());
            assertForbidden(() -> client.secrets().inNamespace("default").withName("any").get());
        }
    }

    private static List<String> problems(KubernetesClient client, Set<ViewKind> kinds) {
        try (ClusterInformers informers =
                new ClusterInformers(
                        client, ChartRoles.NAMESPACE, kinds, System::nanoTime, new Uncounted())) {
            FirstView.await(informers);
            return informers.problems();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertForbidden(Runnable call) {
        assertThatThrownBy(call::run).hasMessageContaining("forbidden");
    }

    private static Secret secret(String name) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(ChartRoles.NAMESPACE)
                .withName(name)
                .endMetadata()
                .addToStringData("ca.crt", "ca")
                .build();
    }

    private static final class Uncounted implements ViewObserver {
        @Override
        public void published(ClusterView view, Duration behind) {}

        @Override
        public void restarted(ViewKind kind) {}

        @Override
        public void missed(ViewKind kind, int objects) {}
    }
}
