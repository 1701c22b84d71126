package dev.tulle.operator.push;

import static dev.tulle.operator.push.FakeCompilation.destinationKey;
import static dev.tulle.operator.push.FakeCompilation.endpointsKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.contract.v1.Endpoints;
import dev.tulle.contract.xds.DeltaDiscoveryRequest;
import dev.tulle.contract.xds.DeltaDiscoveryResponse;
import dev.tulle.contract.xds.Node;
import dev.tulle.operator.compile.ResourceType;
import dev.tulle.operator.report.Report;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Streams over loopback and real mutual TLS.
class StreamTest {

    private static final String WEB = "10.96.0.1:80";
    private static final String BACKEND = "shop/web:80";

    private DiscoveryUnderTest discovery;

    @BeforeEach
    void start() throws IOException {
        discovery = new DiscoveryUnderTest();
        shop(1, 1);
    }

    @AfterEach
    void stop() {
        discovery.close();
    }

    @Test
    void sendsAProxyItsWorkloadAndItsDestinationsWithTheirClosure() throws Exception {
        FakeProxy proxy = discovery.proxyOf("uid-a").start(WEB);

        List<String> types =
                List.of(proxy.next(), proxy.next(), proxy.next(), proxy.next()).stream()
                        .map(DeltaDiscoveryResponse::getTypeUrl)
                        .toList();
        DeltaDiscoveryResponse destination = proxy.next();
        DeltaDiscoveryResponse workload = proxy.next();

        assertThat(types)
                .containsExactlyInAnyOrder(
                        ResourceType.TRUST_BUNDLE.typeUrl(),
                        ResourceType.ENDPOINTS.typeUrl(),
                        ResourceType.BACKEND.typeUrl(),
                        ResourceType.INBOUND.typeUrl());
        assertThat(List.of(destination, workload))
                .extracting(response -> response.getResources(0).getName())
                .containsExactlyInAnyOrder(WEB, "pod/uid-a");
    }

    @Test
    void pushesAChangeAndTellsTheLeaderWithinASecond() throws Exception {
        FakeProxy proxy = discovery.proxyOf("uid-a").start(WEB);
        proxy.next(ResourceType.DESTINATION);
        discovery.awaitRow(row -> row.counts().programmed() == 1);

        Instant edit = Instant.now();
        shop(2, 50);
        discovery.touch(destinationKey(WEB));
        proxy.next(ResourceType.DESTINATION);
        Duration pushed = Duration.between(edit, Instant.now());
        Report.ObjectRow row =
                discovery.awaitRow(r -> r.generation() == 2 && r.counts().programmed() == 1);
        Duration reported = Duration.between(edit, Instant.now());

        assertThat(row.counts()).isEqualTo(new Report.Counts(1, 1, 0, 0));
        assertThat(pushed).as("edit to push").isLessThan(Duration.ofMillis(500));
        assertThat(reported).as("edit to report").isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void sendsLostEndpointsWithoutWaiting() throws Exception {
        discovery.shop().endpoints(BACKEND, "10.0.0.1", "10.0.0.2");
        FakeProxy proxy = discovery.proxyOf("uid-a").start(WEB);
        proxy.next(ResourceType.DESTINATION);

        discovery.shop().endpoints(BACKEND, "10.0.0.2");
        discovery.touch(endpointsKey(BACKEND));
        Endpoints left =
                Endpoints.parseFrom(
                        proxy.next(ResourceType.ENDPOINTS)
                                .getResources(0)
                                .getResource()
                                .getValue());

        assertThat(left.getEndpointsList())
                .extracting(endpoint -> endpoint.getAddress())
                .containsExactly("10.0.0.2");
    }

    @Test
    void waitsForAPodThatIsNotInTheViewYet() throws Exception {
        FakeProxy proxy = discovery.proxy(discovery.identity("shop", "web"), "uid-late").start();

        proxy.expectSilence(Duration.ofMillis(300));
        discovery.pod("uid-late");

        assertThat(proxy.next(ResourceType.WORKLOAD).getResources(0).getName())
                .isEqualTo("pod/uid-late");
    }

    @Test
    void sendsAProxyAwayWhosePodDoesNotAppear() throws Exception {
        FakeProxy proxy = discovery.proxy(discovery.identity("shop", "web"), "uid-none").start();

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(discovery.awaitEnd()).isEqualTo(PushObserver.End.UNKNOWN_POD);
    }

    @Test
    void deniesAProxyThatSpeaksForAPodOfAnotherAccount() throws Exception {
        discovery.pod("uid-a");

        FakeProxy thief = discovery.proxy(discovery.identity("shop", "thief"), "uid-a").start();

        assertThat(thief.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(thief.end().getDescription())
                .contains("ns/shop/sa/thief", "Pod shop/uid-a", "ns/shop/sa/web");
    }

    @Test
    void deniesTheWorkloadOfAnotherPod() throws Exception {
        discovery.pod("uid-b");
        FakeProxy proxy = discovery.proxyOf("uid-a").start();
        proxy.next(ResourceType.WORKLOAD);

        proxy.send(subscription(ResourceType.WORKLOAD, "pod/uid-b"));

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void refusesAClientOfAnotherAuthority() throws Exception {
        FakeProxy stranger =
                discovery.proxy(new TestIdentities().of("shop", "web"), "uid-a").start();

        assertThat(stranger.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(stranger.held()).isEmpty();
    }

    /// What a broken client may say.
    enum Nonsense {
        NO_NODE,
        UNKNOWN_TYPE,
        UNKNOWN_NONCE,
        NO_DESTINATION,
        OTHER_NODE,
        CLOSURE_BY_NAME;

        DeltaDiscoveryRequest request() {
            return switch (this) {
                case NO_NODE, NO_DESTINATION ->
                        subscription(ResourceType.DESTINATION, "not an address");
                case UNKNOWN_TYPE ->
                        DeltaDiscoveryRequest.newBuilder().setTypeUrl("envoy.Cluster").build();
                case UNKNOWN_NONCE ->
                        subscription(ResourceType.DESTINATION, WEB).toBuilder()
                                .setResponseNonce("4711")
                                .build();
                case OTHER_NODE ->
                        subscription(ResourceType.DESTINATION, WEB).toBuilder()
                                .setNode(Node.newBuilder().setId("uid-c"))
                                .build();
                case CLOSURE_BY_NAME -> subscription(ResourceType.BACKEND, "shop/other:80");
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsOnlyTheStreamThatTalksNonsense(Nonsense nonsense) throws Exception {
        FakeProxy good = discovery.proxyOf("uid-a").start(WEB);
        good.next(ResourceType.DESTINATION);
        FakeProxy bad = discovery.proxyOf("uid-b");
        if (nonsense != Nonsense.NO_NODE) {
            bad.start();
            bad.next(ResourceType.WORKLOAD);
        }

        bad.send(nonsense.request());

        assertThat(bad.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(discovery.awaitEnd()).isEqualTo(PushObserver.End.NONSENSE);
        shop(2, 2);
        discovery.touch(destinationKey(WEB));
        assertThat(good.next(ResourceType.DESTINATION).getResourcesCount()).isEqualTo(1);
    }

    @Test
    void doesNotLetAStalledProxyDelayAnotherOne() throws Exception {
        FakeProxy stalled = discovery.proxyOf("uid-a").start(WEB);
        FakeProxy quick = discovery.proxyOf("uid-b").start(WEB);
        stalled.next(ResourceType.DESTINATION);
        quick.next(ResourceType.DESTINATION);
        stalled.behave(FakeProxy.Manner.STALL);

        for (int weight = 2; weight < 6; weight++) {
            shop(weight, weight);
            discovery.touch(destinationKey(WEB));
            quick.next(ResourceType.DESTINATION);
        }
        DeltaDiscoveryResponse only = stalled.next(ResourceType.DESTINATION);
        stalled.expectSilence(Duration.ofMillis(300));
        stalled.behave(FakeProxy.Manner.ACKNOWLEDGE);
        stalled.send(FakeProxy.answerTo(only).build());

        assertThat(stalled.next(ResourceType.DESTINATION).getResources(0).getVersion())
                .as("all changes merged into the last")
                .isEqualTo(discovery.shop().compile(destinationKey(WEB)).orElseThrow().version());
    }

    @Test
    void sendsOnlyDifferencesToAProxyThatComesBack() throws Exception {
        FakeProxy before = discovery.proxyOf("uid-a").start(WEB);
        discovery.awaitRow(row -> row.counts().programmed() == 1);
        before.close();
        discovery.awaitRow(row -> row.counts().stale() == 1);
        shop(2, 7);
        discovery.touch(destinationKey(WEB));

        FakeProxy after = discovery.proxyOf("uid-a").start(before.held(), WEB);

        assertThat(after.next().getTypeUrl()).isEqualTo(ResourceType.DESTINATION.typeUrl());
        after.expectSilence(Duration.ofMillis(200));
        discovery.awaitRow(row -> row.counts().equals(new Report.Counts(1, 1, 0, 0)));
    }

    @Test
    void reportsTheSentenceOfAProxyThatRefuses() throws Exception {
        FakeProxy proxy = discovery.proxyOf("uid-a").start(WEB);
        discovery.awaitRow(row -> row.counts().programmed() == 1);
        proxy.behave(FakeProxy.Manner.REFUSE);

        shop(2, 1_000_001);
        discovery.touch(destinationKey(WEB));
        Report.ObjectRow row = discovery.awaitRow(r -> r.counts().rejected() == 1);

        assertThat(row.rejections())
                .containsExactly(
                        new Report.Refusal(
                                "shop/uid-a", "INVALID_FIELD", "backends[0].weight: too heavy"));
    }

    @Test
    void replacesTheOlderStreamOfTheSamePod() throws Exception {
        FakeProxy older = discovery.proxyOf("uid-a").start();
        older.next(ResourceType.WORKLOAD);

        FakeProxy newer = discovery.proxyOf("uid-a").start();

        newer.next(ResourceType.WORKLOAD);
        assertThat(older.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(discovery.awaitEnd()).isEqualTo(PushObserver.End.REPLACED);
    }

    @Test
    void takesReportsOnlyFromWhoHoldsTheStreamOfThePod() throws Exception {
        FakeProxy proxy = discovery.proxyOf("uid-a").start();
        proxy.next(ResourceType.WORKLOAD);
        FakeProxy thief = discovery.proxy(discovery.identity("shop", "thief"), "uid-a");
        var report = dev.tulle.contract.v1.Report.newBuilder().setPodUid("uid-a").build();

        assertThat(proxy.report(report).join().getCode()).isEqualTo(Status.Code.OK);
        assertThat(thief.report(report).join().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void endsTheStreamOfAPodThatIsGone() throws Exception {
        FakeProxy proxy = discovery.proxyOf("uid-a").start();
        proxy.next(ResourceType.WORKLOAD);

        discovery.podGone("uid-a");

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void sendsEveryProxyAwayWhenItStops() throws Exception {
        FakeProxy one = discovery.proxyOf("uid-a").start();
        FakeProxy other = discovery.proxyOf("uid-b").start();
        one.next(ResourceType.WORKLOAD);
        other.next(ResourceType.WORKLOAD);

        discovery.stop();

        assertThat(one.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(other.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    private void shop(long generation, int weight) {
        discovery.shop().destination(WEB, generation, Map.of(BACKEND, weight));
        discovery.shop().backend(BACKEND);
        discovery.shop().endpoints(BACKEND, "10.0.0.1");
    }

    private static DeltaDiscoveryRequest subscription(ResourceType type, String name) {
        return DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(type.typeUrl())
                .addResourceNamesSubscribe(name)
                .build();
    }
}
