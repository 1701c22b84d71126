package dev.tulle.operator.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.api.v1alpha1.MeshInstallSpec;
import dev.tulle.operator.apiserver.ApiServer;
import dev.tulle.operator.apiserver.ChartRoles;
import dev.tulle.operator.apply.Applier;
import dev.tulle.operator.apply.ApplyObserver;
import dev.tulle.operator.apply.Creator;
import dev.tulle.operator.apply.Events;
import dev.tulle.operator.apply.FieldOwner;
import dev.tulle.operator.apply.Remover;
import dev.tulle.operator.cluster.ClusterInformers;
import dev.tulle.operator.cluster.ViewObserver;
import dev.tulle.operator.view.AffinityKeysView;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.SigningKey;
import dev.tulle.operator.view.ViewKind;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The operator writes the keys of session affinity and discovery reads them, each with the rights
/// that it has.
@ExtendWith(ApiServer.class)
class AffinityKeysApiTest {

    private static final String NAMESPACE = ChartRoles.NAMESPACE;
    private static final int PATIENCE_SECONDS = 20;

    private final KubernetesClient admin;
    private final KubernetesClient operator;
    private final KubernetesClient discovery;
    private final ClusterInformers informers;
    private final AffinityKeeper keeper;
    private final BlockingQueue<List<SigningKey>> seen = new LinkedBlockingQueue<>();
    private Instant now = Instant.parse("2026-11-20T10:00:00Z");

    AffinityKeysApiTest(ApiServer server) {
        this.admin = server.client();
        ChartRoles.install(admin);
        InstallPlan plan =
                InstallPlan.of(
                        new MeshInstallSpec("0.1.0", null, null, null, null),
                        new Release("0.1.0", "", "", "", List.of()),
                        NAMESPACE);
        InstallTree.access(plan).forEach(object -> admin.resource(object).serverSideApply());
        this.operator = ChartRoles.as(server, "tulle-operator");
        this.discovery = ChartRoles.as(server, "tulle-discovery");
        this.informers =
                new ClusterInformers(
                        discovery,
                        NAMESPACE,
                        Set.of(ViewKind.AFFINITY_KEYS),
                        System::nanoTime,
                        new Uncounted());
        ApplyObserver applies = ApplyObserver.silent();
        Events events =
                new Events(operator, FieldOwner.INSTALL, "test", Clock.systemUTC(), applies);
        Applier applier = new Applier(operator, FieldOwner.INSTALL, events, applies);
        InstantSource clock = () -> now;
        this.keeper =
                new AffinityKeeper(
                        NAMESPACE,
                        operator,
                        new InstallRoom.Writers(
                                new Creator(operator, applies),
                                applier,
                                new Remover(operator, applier, applies)),
                        clock);
    }

    @BeforeEach
    void listen() {
        admin.secrets().inNamespace(NAMESPACE).withName(AffinityKeysView.NAME).delete();
        informers.listen(change ->
                change.after()
                        .find(
                                AffinityKeysView.class,
                                ObjectName.of(NAMESPACE, AffinityKeysView.NAME))
                        .ifPresent(view -> seen.add(view.keys())));
    }

    @AfterEach
    void stop() {
        informers.close();
        operator.close();
        discovery.close();
    }

    private List<SigningKey> next() throws InterruptedException {
        List<SigningKey> keys = seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(keys).as("keys that discovery sees").isNotNull();
        return keys;
    }

    @Test
    void reachDiscoveryAndTurn() throws InterruptedException {
        keeper.visit();
        informers.start();
        List<SigningKey> first = next();
        assertThat(first).hasSize(2).doesNotHaveDuplicates();

        keeper.visit();
        now = now.plus(Duration.ofDays(30));
        keeper.visit();
        List<SigningKey> announced = next();
        assertThat(announced.getFirst()).as("still signs").isEqualTo(first.getFirst());
        assertThat(first).as("a new one").doesNotContain(announced.getLast());

        now = now.plus(Duration.ofDays(1));
        keeper.visit();
        assertThat(next()).containsExactly(announced.getLast(), announced.getFirst());
        assertThat(seen).as("a visit before it is time writes nothing").isEmpty();
        assertThat(
                        admin.secrets()
                                .inNamespace(NAMESPACE)
                                .withName(AffinityKeysView.NAME)
                                .require()
                                .getMetadata()
                                .getManagedFields())
                .as("nobody else owns a key, so no step is a quarrel")
                .filteredOn(fields -> fields.getFieldsV1().toString().contains("f:data"))
                .extracting(ManagedFieldsEntry::getManager)
                .containsExactly(FieldOwner.INSTALL.word());
    }

    @Test
    void areMadeAnewWhenSomebodyBrokeThem() throws InterruptedException {
        keeper.visit();
        informers.start();
        List<SigningKey> first = next();

        admin.secrets()
                .inNamespace(NAMESPACE)
                .withName(AffinityKeysView.NAME)
                .edit(secret -> {
                    secret.getData().put(AffinityKeysView.OTHER, "AAAA");
                    return secret;
                });
        assertThat(next()).as("half of the keys are none").isEmpty();
        keeper.visit();

        assertThat(next()).hasSize(2).doesNotContainAnyElementsOf(first);
    }

    @Test
    void areTheOnlySecretThatDiscoveryMayListThere() {
        keeper.visit();

        assertThat(
                        discovery
                                .secrets()
                                .inNamespace(NAMESPACE)
                                .withField("metadata.name", AffinityKeysView.NAME)
                                .list()
                                .getItems())
                .hasSize(1);
        assertThatThrownBy(() -> discovery.secrets().inNamespace(NAMESPACE).list())
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("forbidden");
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
