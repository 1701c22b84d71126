package dev.tulle.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.MeshCondition;
import dev.tulle.api.v1alpha1.CertificateAuthority;
import dev.tulle.api.v1alpha1.MeshInstall;
import dev.tulle.api.v1alpha1.MeshInstallSpec;
import dev.tulle.api.v1alpha1.TrafficSplit;
import dev.tulle.api.v1alpha1.TrafficSplitSpec;
import dev.tulle.operator.apiserver.ApiServer;
import dev.tulle.operator.apiserver.ChartRoles;
import dev.tulle.operator.apiserver.Relay;
import dev.tulle.operator.status.Conditions;
import dev.tulle.operator.view.MeshLabel;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The API server is away from the operator for some seconds, shorter than its lease lasts: the
/// process lives on, and what was asked meanwhile is done when it is back.
@ExtendWith(ApiServer.class)
class ApiServerAwayApiTest {

    private static final String NAMESPACE = "api-server-away";
    private static final Duration OUTAGE = Duration.ofSeconds(5);
    private static final int PATIENCE = 20;

    /// The leader writes its lease every 2 s.
    private static final double RENEWAL = 2.5;

    private final KubernetesClient client;
    private final Relay relay;
    private final OperatorUnderTest operator;

    ApiServerAwayApiTest(ApiServer server) throws IOException {
        this.client = server.client();
        this.relay = new Relay(client.getMasterUrl().toString());
        this.operator =
                new OperatorUnderTest(
                        ChartRoles.as(server, "tulle-operator", relay), "operator-away");
    }

    @BeforeEach
    void start() throws InterruptedException {
        ChartRoles.install(client);
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(NAMESPACE)
                                .endMetadata()
                                .build())
                .serverSideApply();
        operator.start();
        apply("before", 10);
        awaitObserved("before");
    }

    @AfterEach
    void stop() throws IOException {
        operator.close();
        relay.close();
        client.resources(TrafficSplit.class).inNamespace(NAMESPACE).delete();
        client.secrets()
                .inNamespace(ChartRoles.NAMESPACE)
                .withLabel(MeshLabel.MANAGED_BY.key(), "tulle")
                .delete();
    }

    @Test
    void goesOnWhereItWasAndDoesWhatWasAskedMeanwhile() {
        apply("doomed", 10);
        awaitObserved("doomed");
        TrafficSplit before = stored("before");

        apply("before", 20);
        relay.cut();
        apply("during", 10);
        client.resource(stored("doomed")).delete();
        TrafficSplit again = apply("doomed", 30);
        awaitOutage();

        assertThat(operator.whyNotReady()).as("ready is not: the API server is there").isEmpty();
        assertThat(operator.whyNotAlive()).as("the process lives on").isEmpty();

        relay.restore();
        apply("after", 10);

        assertThat(awaitObserved("before").getStatus().observedGeneration())
                .as("an edit from just before the outage")
                .isGreaterThan(before.getStatus().observedGeneration());
        awaitObserved("during");
        awaitObserved("after");
        assertThat(awaitObserved("doomed").getMetadata().getUid())
                .as("an object that was made again during the outage")
                .isEqualTo(again.getMetadata().getUid());
        assertThat(operator.whyNotReady()).isEmpty();
    }

    @Test
    void watchesResume() {
        relay.cut();
        awaitOutage();
        double away = secondsSinceTheLastEvent();
        relay.restore();
        awaitObserved("before");
        awaitLease();

        assertThat(away).as("grown by the outage").isGreaterThan(RENEWAL);

        for (int round = 0; round < 5; round++) {
            apply("before", 30 + round);
            awaitObserved("before");
        }
    }

    @Test
    void makesNothingTwice() {
        client.resource(install()).create();
        awaitReplicas();
        Map<String, String> before = uids();

        relay.cut();
        awaitOutage();
        relay.restore();
        apply("after", 10);
        awaitObserved("after");

        assertThat(uids()).isEqualTo(before);
        client.resource(install()).delete();
        client.resource(install()).waitUntilCondition(Objects::isNull, PATIENCE, TimeUnit.SECONDS);
        client.resources(CertificateAuthority.class).withName("default").delete();
        client.resources(CertificateAuthority.class)
                .withName("default")
                .waitUntilCondition(Objects::isNull, PATIENCE, TimeUnit.SECONDS);
    }

    private void awaitLease() {
        long deadline = System.nanoTime() + Duration.ofSeconds(PATIENCE).toNanos();
        while (secondsSinceTheLastEvent() > RENEWAL) {
            assertThat(System.nanoTime() - deadline).as("time left for a renewal").isNegative();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private double secondsSinceTheLastEvent() {
        return operator.registry().get("tulle.event.loop.age.seconds").gauge().value();
    }

    /// All objects are made; what is missing is a kubelet.
    private void awaitReplicas() {
        client.resource(install())
                .waitUntilCondition(found -> says(found, "replicas"), PATIENCE, TimeUnit.SECONDS);
    }

    private static boolean says(@Nullable MeshInstall install, String part) {
        if (install == null || install.getStatus() == null) {
            return false;
        }
        MeshCondition ready =
                Conditions.find(install.getStatus().conditions(), ConditionType.READY);
        return ready != null && ready.message().contains(part);
    }

    /// What the operator made, and which object each is.
    private Map<String, String> uids() {
        Map<String, String> uids = new TreeMap<>();
        Stream.of(
                        client.secrets().inNamespace(ChartRoles.NAMESPACE).list(),
                        client.configMaps().inNamespace(ChartRoles.NAMESPACE).list(),
                        client.services().inNamespace(ChartRoles.NAMESPACE).list(),
                        client.apps().deployments().inNamespace(ChartRoles.NAMESPACE).list(),
                        client.resources(CertificateAuthority.class).list())
                .flatMap(list -> list.getItems().stream())
                .forEach(object ->
                        uids.put(
                                object.getKind() + " " + object.getMetadata().getName(),
                                object.getMetadata().getUid()));
        return uids;
    }

    private static MeshInstall install() {
        MeshInstall install = new MeshInstall();
        install.setMetadata(new ObjectMetaBuilder().withName("default").build());
        install.setSpec(
                new MeshInstallSpec(
                        OperatorUnderTest.VERSION, null, MeshInstallSpec.Profile.DEV, null, null));
        return install;
    }

    /// Time is all that makes an outage long.
    private void awaitOutage() {
        long end = System.nanoTime() + OUTAGE.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        assertThat(relay.refused()).as("attempts of the operator meanwhile").isPositive();
    }

    private TrafficSplit awaitObserved(String name) {
        return client.resources(TrafficSplit.class)
                .inNamespace(NAMESPACE)
                .withName(name)
                .waitUntilCondition(
                        found ->
                                found != null
                                        && found.getStatus() != null
                                        && Objects.equals(
                                                found.getStatus().observedGeneration(),
                                                found.getMetadata().getGeneration()),
                        PATIENCE,
                        TimeUnit.SECONDS);
    }

    private TrafficSplit stored(String name) {
        return client.resources(TrafficSplit.class).inNamespace(NAMESPACE).withName(name).require();
    }

    private TrafficSplit apply(String name, int canary) {
        TrafficSplit split = new TrafficSplit();
        split.setMetadata(new ObjectMetaBuilder().withNamespace(NAMESPACE).withName(name).build());
        split.setSpec(
                new TrafficSplitSpec(
                        name,
                        null,
                        List.of(
                                new TrafficSplitSpec.Backend(name + "-1", 100, null),
                                new TrafficSplitSpec.Backend(name + "-2", canary, null))));
        return client.resource(split).serverSideApply();
    }
}
