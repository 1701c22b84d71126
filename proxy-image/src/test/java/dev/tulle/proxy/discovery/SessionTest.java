package dev.tulle.proxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.contract.v1.MtlsMode;
import dev.tulle.contract.v1.Rejection;
import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.contract.xds.DeltaDiscoveryRequest;
import dev.tulle.contract.xds.Node;
import dev.tulle.proxy.model.TrustBundle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final SessionBench bench = new SessionBench();

    @Test
    void opensClosureTypesBeforeNamedOnes() {
        Node node = Requests.node("u1", "0.1.0", Instant.EPOCH);

        bench.session.start(node, Messages.POD, List.of(Messages.WEB));

        assertThat(bench.sent)
                .extracting(DeltaDiscoveryRequest::getTypeUrl)
                .containsExactly(
                        ResourceType.TRUST_BUNDLE.typeUrl(),
                        ResourceType.ENDPOINTS.typeUrl(),
                        ResourceType.BACKEND.typeUrl(),
                        ResourceType.ROUTES.typeUrl(),
                        ResourceType.INBOUND.typeUrl(),
                        ResourceType.DESTINATION.typeUrl(),
                        ResourceType.WORKLOAD.typeUrl());
        assertThat(bench.sent.getFirst().getNode().getId()).isEqualTo("u1");
        assertThat(bench.sent.subList(1, 7)).noneMatch(DeltaDiscoveryRequest::hasNode);
        assertThat(bench.sent.get(5).getResourceNamesSubscribeList()).containsExactly(Messages.WEB);
        assertThat(bench.sent.get(6).getResourceNamesSubscribeList()).containsExactly(Messages.POD);
    }

    @Test
    void acknowledgesAtOnceWhileNothingIsServedYet() {
        bench.receive(
                ResourceType.TRUST_BUNDLE,
                "n1",
                Messages.TRUST_DOMAIN,
                "b1",
                Messages.bundle(1, SessionBench.ROOT));

        assertThat(bench.loops.given).isEmpty();
        assertThat(bench.onlyAnswer().getResponseNonce()).isEqualTo("n1");
        assertThat(bench.onlyAnswer().hasErrorDetail()).isFalse();
        assertThat(bench.trusted).extracting(TrustBundle::sequence).containsExactly(1L);
    }

    @Test
    void acknowledgesOnlyAfterEveryLoopHasSwapped() {
        bench.configured();
        bench.receive(ResourceType.DESTINATION, "d1", Messages.WEB, "1", Messages.passThrough());

        assertThat(bench.sent).as("no loop has swapped yet").isEmpty();

        bench.loops.swap();

        assertThat(bench.onlyAnswer().getResponseNonce()).isEqualTo("d1");
        assertThat(bench.loops.last().destinations()).containsOnlyKeys(SessionBench.WEB);
        assertThat(bench.observer.events).contains("applied Destination");
    }

    @Test
    void mergesChangesThatComeDuringSwap() {
        bench.configured();
        bench.receive(ResourceType.DESTINATION, "d1", "10.0.0.1:80", "1", Messages.passThrough());
        bench.receive(ResourceType.DESTINATION, "d2", "10.0.0.2:80", "1", Messages.passThrough());
        bench.receive(ResourceType.DESTINATION, "d3", "10.0.0.3:80", "1", Messages.passThrough());
        int before = bench.loops.given.size();

        bench.loops.swap();

        assertThat(bench.loops.given).as("one more for d2 and d3 together").hasSize(before + 1);
        assertThat(bench.sent)
                .extracting(DeltaDiscoveryRequest::getResponseNonce)
                .containsExactly("d1", "d2", "d3");
    }

    @Test
    void appliesGoodResourcesBesideBadOne() throws Exception {
        bench.configured();
        bench.session.received(
                Messages.response(
                        ResourceType.DESTINATION,
                        "d1",
                        Messages.resource(
                                ResourceType.DESTINATION,
                                Messages.WEB,
                                "1",
                                Messages.passThrough().build()),
                        Messages.resource(
                                ResourceType.DESTINATION,
                                "10.0.0.2:80",
                                "7",
                                Messages.service().build())));
        bench.loops.swap();

        Rejection rejection = SessionBench.onlyRejection(bench.onlyAnswer());
        assertThat(rejection.getName()).isEqualTo("10.0.0.2:80");
        assertThat(rejection.getVersion()).isEqualTo("7");
        assertThat(rejection.getTypeUrl()).isEqualTo(ResourceType.DESTINATION.typeUrl());
        assertThat(rejection.getReason()).isEqualTo(RejectionReason.INVALID_FIELD);
        assertThat(bench.loops.last().destinations()).containsOnlyKeys(SessionBench.WEB);
        assertThat(bench.observer.events).contains("rejected Destination");
    }

    @Test
    void keepsLastAcceptedVersionOfRefusedResource() {
        bench.configured();
        bench.receive(ResourceType.DESTINATION, "d1", Messages.WEB, "1", Messages.passThrough());
        bench.loops.swap();
        bench.receive(ResourceType.DESTINATION, "d2", Messages.WEB, "2", Messages.service());
        bench.loops.swap();

        assertThat(bench.loops.last().destinations()).containsOnlyKeys(SessionBench.WEB);
        assertThat(bench.holdings.versions(ResourceType.DESTINATION))
                .isEqualTo(Map.of(Messages.WEB, "1"));
    }

    @Test
    void refusesUnknownFeature() throws Exception {
        bench.configured();
        bench.receive(
                ResourceType.INBOUND,
                "i2",
                Messages.INBOUND,
                "2",
                Messages.inbound(MtlsMode.STRICT).addRequires("authorization"));
        bench.loops.swap();

        assertThat(SessionBench.onlyRejection(bench.onlyAnswer()).getReason())
                .isEqualTo(RejectionReason.UNKNOWN_FEATURE);
    }

    @Test
    void takesWholeBatchBackWhenLoopCannotSwap() throws Exception {
        bench.configured();
        bench.receive(ResourceType.DESTINATION, "d1", Messages.WEB, "1", Messages.passThrough());
        bench.loops.fail("no memory for it");

        Rejection rejection = SessionBench.onlyRejection(bench.onlyAnswer());
        assertThat(rejection.getReason()).isEqualTo(RejectionReason.INTERNAL);
        assertThat(rejection.getSentence()).isEqualTo("no memory for it");
        assertThat(bench.holdings.versions(ResourceType.DESTINATION)).isEmpty();
    }

    @Test
    void tellsNextReplicaWhatItHolds() {
        bench.configured();
        bench.webWithBothBackends();
        bench.session.close();
        bench.session = bench.newSession();

        bench.session.start(Requests.node("u1", "0.1.0", Instant.EPOCH), Messages.POD, List.of());

        assertThat(bench.sent.get(1).getInitialResourceVersionsMap())
                .isEqualTo(Map.of(SessionBench.V1, "1", SessionBench.V2, "1"));
        assertThat(bench.sent.get(6).getInitialResourceVersionsMap())
                .isEqualTo(Map.of(Messages.POD, "w1"));
    }

    @Test
    void doesNotAnswerOnClosedStream() {
        bench.configured();
        bench.receive(ResourceType.DESTINATION, "d1", Messages.WEB, "1", Messages.passThrough());
        bench.session.close();
        bench.loops.swap();

        assertThat(bench.sent).isEmpty();
        assertThat(bench.holdings.versions(ResourceType.DESTINATION)).containsKey(Messages.WEB);
    }

    @Test
    void refusesResourceAboveOneMebibyte() throws Exception {
        bench.configured();
        bench.receive(
                ResourceType.BACKEND,
                "b1",
                SessionBench.V1,
                "1",
                Messages.backend().setNamespace("x".repeat(1 << 20)));
        bench.loops.swap();

        assertThat(SessionBench.onlyRejection(bench.onlyAnswer()).getReason())
                .isEqualTo(RejectionReason.LIMIT_EXCEEDED);
    }

    @Test
    void refusesRootsThatTlsCannotUse() throws Exception {
        Holdings picky =
                new Holdings(bundle -> {
                    throw new IllegalArgumentException("root 1 is no certificate");
                });
        bench.session =
                new Session(
                        picky,
                        new ApplyQueue(picky, bench.loops, () -> {}),
                        bench.observer,
                        bench.ticker,
                        bench.sent::add);

        bench.receive(
                ResourceType.TRUST_BUNDLE,
                "n1",
                Messages.TRUST_DOMAIN,
                "b1",
                Messages.bundle(1, SessionBench.ROOT));

        assertThat(SessionBench.onlyRejection(bench.onlyAnswer()).getSentence())
                .isEqualTo("root 1 is no certificate");
    }
}
