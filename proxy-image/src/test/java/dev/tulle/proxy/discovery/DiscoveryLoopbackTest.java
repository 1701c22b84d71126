package dev.tulle.proxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.contract.v1.MtlsMode;
import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.contract.v1.Rejections;
import dev.tulle.contract.v1.Report;
import dev.tulle.contract.xds.DeltaDiscoveryRequest;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.runtime.MeshConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DiscoveryLoopbackTest {
    @TempDir Path state;
    private DiscoveryDesk desk;

    @BeforeEach
    void open() throws SSLException {
        desk = new DiscoveryDesk(state);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void acknowledgesFirstConfigurationAndIsConfigured() throws Exception {
        FakeDiscovery replica = desk.replica();
        Discovery proxy = desk.proxy();

        MeshConfig config = desk.configure(replica);

        proxy.configured().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(config.local().uid()).isEqualTo("u1");
        assertThat(desk.tls.inUse().orElseThrow().trust().sequence())
                .as("the bundle of the stream is in use")
                .isEqualTo(2);
        assertThat(desk.observer.events).startsWith("connected").contains("applied Workload");
    }

    @Test
    void tellsWhoItIsAndWhatItKnows() throws Exception {
        FakeDiscovery replica = desk.replica();
        desk.proxy();

        DeltaDiscoveryRequest first = replica.next(ResourceType.TRUST_BUNDLE);
        DeltaDiscoveryRequest workload = replica.next(ResourceType.WORKLOAD);

        assertThat(first.getNode().getId()).isEqualTo("u1");
        assertThat(first.getNode().getMetadata().getFieldsMap())
                .containsOnlyKeys("version", "contract", "features", "clock");
        assertThat(workload.getResourceNamesSubscribeList()).containsExactly("pod/u1");
    }

    @Test
    void refusesBadResourceWithItsSentence() throws Exception {
        FakeDiscovery replica = desk.replica();
        desk.proxy();
        desk.configure(replica);

        replica.send(
                Messages.response(
                        ResourceType.INBOUND,
                        "n9",
                        Messages.resource(
                                ResourceType.INBOUND,
                                Messages.INBOUND,
                                "i2",
                                Messages.inbound(MtlsMode.STRICT)
                                        .addRequires("authorization")
                                        .build())));

        DeltaDiscoveryRequest answer = replica.next(ResourceType.INBOUND);
        while (!answer.getResponseNonce().equals("n9")) {
            answer = replica.next(ResourceType.INBOUND);
        }
        Rejections rejections =
                Rejections.parseFrom(answer.getErrorDetail().getDetails(0).getValue());
        assertThat(rejections.getRejections(0).getReason())
                .isEqualTo(RejectionReason.UNKNOWN_FEATURE);
        assertThat(rejections.getRejections(0).getSentence())
                .contains("does not know authorization");
    }

    @Test
    void asksForUnknownDestinationAndServesItWhenItIsComplete() throws Exception {
        FakeDiscovery replica = desk.replica();
        Discovery proxy = desk.proxy();
        desk.configure(replica);

        proxy.wanted(DiscoveryDesk.WEB);
        DeltaDiscoveryRequest wanted = replica.next(ResourceType.DESTINATION);
        assertThat(wanted.getResourceNamesSubscribeList()).containsExactly(Messages.WEB);
        desk.sendWeb(replica);
        desk.sendBackend(replica);

        MeshConfig config = desk.loops.nextWith(DiscoveryDesk.WEB);
        assertThat(config.backends()).containsOnlyKeys(DiscoveryDesk.V1);
        assertThat(config.endpoints()).containsOnlyKeys(DiscoveryDesk.V1);
        assertThat(replica.next(ResourceType.DESTINATION).getResponseNonce()).isEqualTo("d1");
    }

    @Test
    void goesToOtherReplicaWithItsVersions() throws Exception {
        FakeDiscovery first = desk.replica();
        Discovery proxy = desk.proxy();
        desk.configure(first);
        proxy.wanted(DiscoveryDesk.WEB);
        desk.sendBackend(first);
        desk.sendWeb(first);
        desk.loops.nextWith(DiscoveryDesk.WEB);
        FakeDiscovery second = desk.replica();

        first.breakOff();

        assertThat(second.next(ResourceType.BACKEND).getInitialResourceVersionsMap())
                .isEqualTo(Map.of(DiscoveryDesk.V1, "1"));
        DeltaDiscoveryRequest destinations = second.next(ResourceType.DESTINATION);
        assertThat(destinations.getResourceNamesSubscribeList()).containsExactly(Messages.WEB);
        assertThat(destinations.getInitialResourceVersionsMap())
                .isEqualTo(Map.of(Messages.WEB, "1"));
        assertThat(desk.observer.events).contains("disconnected");
    }

    @Test
    void doesNotAnswerForUnknownDestinationWhileDiscoveryIsAway() throws Exception {
        FakeDiscovery replica = desk.replica();
        Discovery proxy = desk.proxy();
        desk.configure(replica);
        replica.close();

        Address unanswered = askUntilUnanswered(proxy);

        assertThat(unanswered).isEqualTo(DiscoveryDesk.WEB);
    }

    /// In the short gap after the loss an address is still hoped for, so it is asked again and
    /// again.
    private Address askUntilUnanswered(Discovery proxy) throws InterruptedException {
        var asking =
                desk.control.scheduleAtFixedRate(
                        () -> proxy.wanted(DiscoveryDesk.WEB), 0, 20, TimeUnit.MILLISECONDS);
        try {
            return desk.loops.nextUnanswered();
        } finally {
            asking.cancel(false);
        }
    }

    @Test
    void servesFromItsCopyAfterRestartWhileDiscoveryIsAway() throws Exception {
        FakeDiscovery replica = desk.replica();
        Discovery before = desk.proxy();
        MeshConfig config = desk.configure(replica);
        before.stop();
        replica.close();
        awaitCopy();
        desk.replicas.clear();
        desk.replicas.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));

        Discovery restarted = desk.proxy();

        restarted.configured().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(desk.loops.nextApplied()).isEqualTo(config);
    }

    /// The copy is written on the control loop soon after the first configuration.
    private void awaitCopy() throws Exception {
        CompletableFuture<Void> written = new CompletableFuture<>();
        var looking =
                desk.control.scheduleAtFixedRate(
                        () -> {
                            if (desk.state.resolve("state").toFile().exists()) {
                                written.complete(null);
                            }
                        },
                        0,
                        10,
                        TimeUnit.MILLISECONDS);
        written.get(10, TimeUnit.SECONDS);
        looking.cancel(false);
    }

    @Test
    void isNotConfiguredWithNeitherDiscoveryNorCopy() throws Exception {
        desk.replicas.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        Discovery proxy = desk.proxy();

        for (int i = 0; i < 4; i++) {
            assertThat(desk.lookUps.poll(10, TimeUnit.SECONDS)).as("try %d", i).isNotNull();
        }

        assertThat(proxy.configured().toCompletableFuture()).isNotDone();
    }

    @Test
    void saysNothingToServerWithAnotherIdentity() throws Exception {
        FakeDiscovery impostor =
                new FakeDiscovery(desk.authority, "spiffe://cluster.local/ns/shop/sa/web");
        desk.toClose.add(impostor::close);
        desk.replicas.add(impostor.address());
        desk.proxy();

        for (int i = 0; i < 3; i++) {
            assertThat(desk.lookUps.poll(10, TimeUnit.SECONDS)).as("try %d", i).isNotNull();
        }

        assertThat(impostor.heardNothing()).isTrue();
        assertThat(desk.observer.events).doesNotContain("connected");
    }

    @Test
    void reportsTrafficAndIdentity() throws Exception {
        FakeDiscovery replica = desk.replica();
        desk.proxy();
        desk.configure(replica);

        Report report = replica.reports.poll(10, TimeUnit.SECONDS);

        assertThat(report).isNotNull();
        assertThat(report.getPodUid()).isEqualTo("u1");
        assertThat(report.getIdentity().getSpiffeId())
                .isEqualTo("spiffe://cluster.local/ns/shop/sa/client");
        Report next = replica.reports.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        assertThat(next.getBackendsList()).as("differences, not totals").isEmpty();
    }
}
