package dev.tulle.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.v1alpha1.TrafficSplit;
import dev.tulle.api.v1alpha1.TrafficSplitSpec;
import dev.tulle.operator.apiserver.ApiServer;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.ServiceCidrView;
import dev.tulle.operator.view.ServiceView;
import dev.tulle.operator.view.SplitView;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewEvent;
import dev.tulle.operator.view.ViewKind;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServer.class)
class ClusterInformersApiTest {

    private static final String NAMESPACE = "view-informers";
    private static final ObjectName WEB = ObjectName.of(NAMESPACE, "web");
    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<ViewChange> changes = new LinkedBlockingQueue<>();
    private final Published published = new Published();

    @BeforeEach
    void namespace(KubernetesClient client) {
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(NAMESPACE)
                                .endMetadata()
                                .build())
                .serverSideApply();
        client.resource(
                        new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withNamespace(NAMESPACE)
                                .withName("default")
                                .endMetadata()
                                .build())
                .serverSideApply();
    }

    @AfterEach
    void empty(KubernetesClient client) {
        client.services().inNamespace(NAMESPACE).delete();
        client.pods().inNamespace(NAMESPACE).withGracePeriod(0).delete();
        client.resources(TrafficSplit.class).inNamespace(NAMESPACE).delete();
    }

    @Test
    void publishesAllKindsAtOnceAndFollowsThem(KubernetesClient client) throws Exception {
        createService(client);
        try (ClusterInformers informers = informers(client, EnumSet.allOf(ViewKind.class))) {
            informers.listen(changes::add);
            assertThat(informers.isSynced()).as("synced before the start").isFalse();
            informers.start();

            ViewChange first = changes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(first).as("the first view").isNotNull();
            assertThat(first.before().number()).isZero();
            assertThat(first.after().find(ServiceView.class, WEB))
                    .as("the Service that was there before the start")
                    .isPresent();
            assertThat(first.after().all(ServiceCidrView.class))
                    .as("the optional kind, which this API server serves")
                    .isNotEmpty();
            assertThat(informers.problems()).isEmpty();
            assertThat(published.views()).as("views that the observer was told of").isPositive();

            client.resource(split()).create();
            ViewChange created = await(change -> change.names(ViewKind.SPLIT).size() == 1);
            assertThat(
                            created.after()
                                    .find(SplitView.class, WEB)
                                    .map(split -> split.spec().service()))
                    .hasValue("web");

            client.resource(split()).delete();
            ViewChange gone = await(change -> change.after().find(SplitView.class, WEB).isEmpty());
            assertThat(gone.names(ViewKind.SPLIT)).containsExactly(WEB);
        }
    }

    @Test
    void comparesEveryKindWithWhatTheApiServerLists(KubernetesClient client) throws Exception {
        createService(client);
        client.resource(split()).create();
        WatchedKinds kinds = new WatchedKinds(NAMESPACE);
        for (ViewKind kind : ViewKind.values()) {
            KindInformer<?> informer =
                    new KindInformer<>(kinds.of(kind), client, event -> {}, () -> {});

            Set<Discrepancy> unheard = informer.discrepancies();
            informer.start();

            assertThat(unheard).as("%s that nobody told of", kind).allMatch(d -> d.held() == null);
            Published.eventually(
                    () -> isUpToDate(informer), "all " + kind + " are as the list has them");
            informer.stop();
            if (kind == ViewKind.SERVICE || kind == ViewKind.SPLIT) {
                assertThat(unheard).extracting(Discrepancy::key).contains(NAMESPACE + "/web");
            }
        }
    }

    private static boolean isUpToDate(KindInformer<?> informer) {
        try {
            return informer.discrepancies().isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsEverythingToWhoListensLate(KubernetesClient client) throws Exception {
        createService(client);
        try (ClusterInformers informers = informers(client, EnumSet.of(ViewKind.SERVICE))) {
            BlockingQueue<ViewChange> early = new LinkedBlockingQueue<>();
            informers.listen(early::add);
            informers.start();
            assertThat(early.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
            informers.listen(changes::add);
            ViewChange first = await(change -> true);
            assertThat(first.names(ViewKind.SERVICE)).contains(WEB);
            assertThat(first.after()).isSameAs(informers.view());
        }
    }

    @Test
    void losesNothingWhenAWatchIsMadeAnew(KubernetesClient client) throws Exception {
        createService(client);
        List<ViewEvent> events = new CopyOnWriteArrayList<>();
        CountDownLatch listed = new CountDownLatch(1);
        Watched<?> watched = new WatchedKinds(NAMESPACE).of(ViewKind.SERVICE);
        KindInformer<?> informer =
                new KindInformer<>(watched, client, events::add, listed::countDown);
        informer.start();
        assertThat(listed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("listed").isTrue();
        informer.stop();
        client.services().inNamespace(NAMESPACE).withName("web").delete();
        informer.restart();
        Published.eventually(
                () -> events.contains(new ViewEvent.Gone(ViewKind.SERVICE, WEB)),
                "the Service that went while nobody watched");
        informer.stop();
    }

    @Test
    void seesMeshedPodsOnly(KubernetesClient client) throws Exception {
        try (ClusterInformers informers =
                informers(client, EnumSet.of(ViewKind.POD, ViewKind.NAMESPACE))) {
            informers.listen(changes::add);
            informers.start();
            createPod(client, "plain", Map.of());
            createPod(client, "meshed", Map.of("mesh.tulle.dev/proxied", "true"));
            ViewChange seen =
                    await(change -> !change.after().in(PodView.class, NAMESPACE).isEmpty());
            assertThat(seen.after().in(PodView.class, NAMESPACE))
                    .extracting(pod -> pod.name().name())
                    .containsExactly("meshed");
        }
    }

    @Test
    void namesTheVerbThatTheRoleLacks(ApiServer server) throws Exception {
        Config config = Config.fromKubeconfig(server.kubeconfig());
        config.setImpersonateUsername("system:serviceaccount:" + NAMESPACE + ":nobody");
        try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
                ClusterInformers informers = informers(client, EnumSet.of(ViewKind.POD))) {
            informers.start();
            List<String> problems = awaitProblems(informers);
            assertThat(problems)
                    .singleElement()
                    .asString()
                    .startsWith("cannot read pods: the role lacks one of the verbs list and watch");
            assertThat(informers.isSynced()).isFalse();
        }
    }

    @Test
    void publishesOnceTheRoleIsMended(ApiServer server, KubernetesClient admin) throws Exception {
        String user = "view-mended";
        Config config = Config.fromKubeconfig(server.kubeconfig());
        config.setImpersonateUsername(user);
        try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
                ClusterInformers informers = informers(client, EnumSet.of(ViewKind.NAMESPACE))) {
            informers.listen(changes::add);
            informers.start();
            assertThat(awaitProblems(informers)).isNotEmpty();
            Grants.listAndWatchNamespaces(admin, user);
            assertThat(changes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("the first view after the role was mended")
                    .isNotNull();
            assertThat(informers.problems()).isEmpty();
        }
    }

    private ClusterInformers informers(KubernetesClient client, Set<ViewKind> kinds) {
        return new ClusterInformers(client, NAMESPACE, kinds, System::nanoTime, published);
    }

    private ViewChange await(Predicate<ViewChange> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            ViewChange change = changes.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertThat(change).as("a change as wanted within %s s", PATIENCE_SECONDS).isNotNull();
            if (wanted.test(change)) {
                return change;
            }
        }
    }

    private static List<String> awaitProblems(ClusterInformers informers) {
        Published.eventually(() -> !informers.problems().isEmpty(), "a problem is told");
        return informers.problems();
    }

    private static TrafficSplit split() {
        TrafficSplit split = new TrafficSplit();
        split.setMetadata(new ObjectMetaBuilder().withNamespace(NAMESPACE).withName("web").build());
        split.setSpec(
                new TrafficSplitSpec(
                        "web", null, List.of(new TrafficSplitSpec.Backend("web", 1, null)), null));
        return split;
    }

    private static void createService(KubernetesClient client) {
        client.resource(
                        new ServiceBuilder()
                                .withNewMetadata()
                                .withNamespace(NAMESPACE)
                                .withName("web")
                                .endMetadata()
                                .withNewSpec()
                                .addNewPort()
                                .withPort(80)
                                .endPort()
                                .endSpec()
                                .build())
                .create();
    }

    private static void createPod(
            KubernetesClient client, String name, Map<String, String> labels) {
        client.resource(
                        new PodBuilder()
                                .withNewMetadata()
                                .withNamespace(NAMESPACE)
                                .withName(name)
                                .withLabels(labels)
                                .endMetadata()
                                .withNewSpec()
                                .addNewContainer()
                                .withName("app")
                                .withImage("example.invalid/app:1")
                                .endContainer()
                                .endSpec()
                                .build())
                .create();
    }
}
