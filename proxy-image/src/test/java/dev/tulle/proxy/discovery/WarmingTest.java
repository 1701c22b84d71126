package dev.tulle.proxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.contract.v1.Rejection;
import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.contract.xds.DeltaDiscoveryRequest;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.Endpoint;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WarmingTest {
    private final SessionBench bench = new SessionBench();

    @Test
    void keepsOldDestinationWhileReferenceOfNewOneIsMissing() {
        bench.configured();
        bench.webWithBothBackends();

        bench.receive(
                ResourceType.DESTINATION, "d2", Messages.WEB, "2", Messages.service("shop/v3:80"));
        bench.loops.swap();

        assertThat(bench.sent).as("the new version waits for its backend").isEmpty();
        assertThat(bench.loops.destination(SessionBench.WEB).backends()).hasSize(2);

        bench.receive(
                ResourceType.ENDPOINTS, "e", "shop/v3:80", "1", Messages.endpoints("10.1.0.9"));
        bench.receive(ResourceType.BACKEND, "b", "shop/v3:80", "1", Messages.backend());
        bench.loops.swap();

        assertThat(bench.loops.destination(SessionBench.WEB).backends()).hasSize(1);
        assertThat(bench.sent)
                .extracting(DeltaDiscoveryRequest::getResponseNonce)
                .containsExactlyInAnyOrder("d2", "e", "b");
    }

    @Test
    void refusesReferenceThatDoesNotComeInTime() throws Exception {
        bench.configured();
        bench.receive(
                ResourceType.DESTINATION,
                "d1",
                Messages.WEB,
                "1",
                Messages.service(SessionBench.V1));
        bench.ticker.advance(14_999, TimeUnit.MILLISECONDS);
        bench.session.tick();
        bench.loops.swap();
        assertThat(bench.sent).as("still warming").isEmpty();

        bench.ticker.advance(1, TimeUnit.MILLISECONDS);
        bench.session.tick();
        bench.loops.swap();

        Rejection rejection = SessionBench.onlyRejection(bench.onlyAnswer());
        assertThat(rejection.getReason()).isEqualTo(RejectionReason.UNRESOLVED_REFERENCE);
        assertThat(rejection.getSentence()).contains("Backend " + SessionBench.V1).contains("15 s");
    }

    @Test
    void newerVersionEndsWaitOfOlderOne() {
        bench.configured();
        bench.receive(
                ResourceType.DESTINATION,
                "d1",
                Messages.WEB,
                "1",
                Messages.service(SessionBench.V1));
        bench.receive(ResourceType.DESTINATION, "d2", Messages.WEB, "2", Messages.passThrough());
        bench.loops.swap();

        assertThat(bench.sent)
                .extracting(DeltaDiscoveryRequest::getResponseNonce)
                .containsExactlyInAnyOrder("d1", "d2");
        assertThat(bench.sent).noneMatch(DeltaDiscoveryRequest::hasErrorDetail);
        assertThat(bench.holdings.versions(ResourceType.DESTINATION)).containsValue("2");
    }

    @Test
    void keepsOlderGenerationOutForAMinute() {
        bench.configured();
        bench.receive(
                ResourceType.DESTINATION,
                "d1",
                Messages.WEB,
                "new",
                Messages.passThrough().addSources(Messages.source("s", 5)));
        bench.loops.swap();
        bench.sent.clear();

        bench.receive(
                ResourceType.DESTINATION,
                "d2",
                Messages.WEB,
                "old",
                Messages.passThrough().addSources(Messages.source("s", 4)));
        bench.loops.swap();

        assertThat(bench.onlyAnswer().hasErrorDetail()).as("no refusal").isFalse();
        assertThat(bench.observer.events).contains("stale Destination");
        assertThat(bench.holdings.versions(ResourceType.DESTINATION)).containsValue("new");

        bench.ticker.advance(60, TimeUnit.SECONDS);
        bench.session.tick();
        bench.loops.swap();

        assertThat(bench.holdings.versions(ResourceType.DESTINATION)).containsValue("old");
    }

    @Test
    void keepsWithdrawnBackendWhileItIsReferredTo() {
        bench.configured();
        bench.webWithBothBackends();

        bench.session.received(Messages.removal(ResourceType.BACKEND, "r1", SessionBench.V2));
        bench.loops.swap();
        assertThat(bench.loops.last().backends())
                .containsOnlyKeys(SessionBench.V1, SessionBench.V2);

        bench.receive(
                ResourceType.DESTINATION,
                "d2",
                Messages.WEB,
                "2",
                Messages.service(SessionBench.V1));
        bench.session.received(Messages.removal(ResourceType.ENDPOINTS, "r2", SessionBench.V2));
        bench.loops.swap();

        assertThat(bench.loops.last().backends()).containsOnlyKeys(SessionBench.V1);
        assertThat(bench.loops.last().endpoints()).containsOnlyKeys(SessionBench.V1);
    }

    @Test
    void endpointsReplaceEarlierOnes() {
        bench.configured();
        bench.webWithBothBackends();

        bench.receive(
                ResourceType.ENDPOINTS, "e2", SessionBench.V1, "2", Messages.endpoints("10.1.0.5"));
        bench.loops.swap();

        assertThat(bench.loops.endpoints(SessionBench.V1))
                .extracting(Endpoint::address)
                .containsExactly(Address.parse("10.1.0.5:8080"));
    }

    @Test
    void ownWorkloadStaysWhenItIsRemoved() {
        bench.configured();

        bench.session.received(Messages.removal(ResourceType.WORKLOAD, "r1", Messages.POD));
        bench.loops.swap();

        assertThat(bench.loops.last().local().uid()).isEqualTo("u1");
        assertThat(bench.onlyAnswer().getResponseNonce()).isEqualTo("r1");
    }
}
