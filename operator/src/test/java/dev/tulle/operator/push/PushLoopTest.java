package dev.tulle.operator.push;

import static dev.tulle.operator.push.FakeCompilation.destinationKey;
import static dev.tulle.operator.push.FakeCompilation.endpointsKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.contract.xds.DeltaDiscoveryRequest;
import dev.tulle.contract.xds.Node;
import dev.tulle.operator.certificates.SpiffeId;
import dev.tulle.operator.compile.ResourceType;
import dev.tulle.operator.report.Replica;
import dev.tulle.operator.report.Report;
import dev.tulle.operator.report.Reporting;
import dev.tulle.operator.report.SourceGeneration;
import dev.tulle.operator.report.ViewNews;
import dev.tulle.operator.view.FakeCluster;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The loop with a clock that stands still until it is moved, and without sockets.
class PushLoopTest {

    private static final String WEB = "10.96.0.1:80";
    private static final String BACKEND = "shop/web:80";
    private static final ViewNews NOTHING =
            new ViewNews(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    private long now = 1;
    private final FakeCompilation shop = new FakeCompilation();
    private final FakeCluster cluster = new FakeCluster();
    private final List<PushObserver.End> ends = new ArrayList<>();
    private final Reporting reporting =
            Reporting.of(
                    new Replica("tulle-system", "discovery", "uid"),
                    new Reporting.Outside(_ -> {}, Runnable::run, Runnable::run),
                    () -> now,
                    () -> now / 1_000_000_000);
    private final PushLoop loop = new PushLoop(shop, reporting, () -> now, new Ends());

    PushLoopTest() {
        shop.destination(WEB, 1, Map.of(BACKEND, 1));
        shop.backend(BACKEND);
        shop.endpoints(BACKEND, "10.0.0.1", "10.0.0.2");
    }

    @Test
    void sendsLostEndpointsInTheSameTurn() {
        FakeOutlet outlet = connect("web-1");
        outlet.sent.clear();

        shop.endpoints(BACKEND, "10.0.0.2");
        loop.viewChanged(cluster.view(), Set.of(endpointsKey(BACKEND)), NOTHING);
        loop.turn();

        assertThat(outlet.sent).extracting(Outgoing::type).containsExactly(ResourceType.ENDPOINTS);
    }

    @Test
    void letsEveryOtherChangeWaitForItsClass() {
        FakeOutlet outlet = connect("web-1");
        outlet.sent.clear();

        shop.endpoints(BACKEND, "10.0.0.1", "10.0.0.2", "10.0.0.3");
        shop.destination(WEB, 2, Map.of(BACKEND, 2));
        loop.viewChanged(
                cluster.view(), Set.of(endpointsKey(BACKEND), destinationKey(WEB)), NOTHING);
        turnAfter(Duration.ofMillis(19));
        List<Outgoing> before = List.copyOf(outlet.sent);
        turnAfter(Duration.ofMillis(1));
        List<Outgoing> endpoints = List.copyOf(outlet.sent);
        turnAfter(Duration.ofMillis(30));

        assertThat(before).isEmpty();
        assertThat(endpoints).extracting(Outgoing::type).containsExactly(ResourceType.ENDPOINTS);
        assertThat(outlet.sent)
                .extracting(Outgoing::type)
                .containsExactly(ResourceType.ENDPOINTS, ResourceType.DESTINATION);
    }

    @Test
    void countsAGenerationOnlyOnceItsChangesAreOut() {
        connect("web-1");

        shop.destination(WEB, 2, Map.of(BACKEND, 2));
        loop.viewChanged(
                cluster.view(),
                Set.of(destinationKey(WEB)),
                new ViewNews(
                        List.of(new SourceGeneration("split", 2)),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()));
        loop.turn();
        Report.ObjectRow early = row();
        turnAfter(Duration.ofMillis(50));

        assertThat(early.generation()).isEqualTo(1);
        assertThat(early.counts()).isEqualTo(new Report.Counts(1, 1, 0, 0));
        assertThat(row().generation()).isEqualTo(2);
        assertThat(row().counts()).isEqualTo(new Report.Counts(1, 1, 0, 0));
    }

    @Test
    void doesNotWaitForAProxyWhosePodIsBeingDeleted() {
        FakeOutlet leaving = connect("web-1");
        connect("web-2");

        loop.viewChanged(
                cluster.view(),
                Set.of(),
                new ViewNews(
                        List.of(),
                        List.of(),
                        List.of("web-1-uid"),
                        List.of(),
                        List.of(),
                        List.of()));
        leaving.answers = false;
        shop.destination(WEB, 2, Map.of(BACKEND, 2));
        loop.viewChanged(cluster.view(), Set.of(destinationKey(WEB)), NOTHING);
        turnAfter(Duration.ofMillis(50));

        assertThat(row().counts()).isEqualTo(new Report.Counts(1, 1, 0, 0));
        assertThat(leaving.end).as("it is still served").isNull();
    }

    @Test
    void endsAStreamThatDoesNotAnswerForAMinute() {
        FakeOutlet outlet = connect("web-1");
        outlet.answers = false;
        shop.destination(WEB, 2, Map.of(BACKEND, 2));
        loop.viewChanged(cluster.view(), Set.of(destinationKey(WEB)), NOTHING);
        turnAfter(Duration.ofMillis(50));

        turnAfter(Duration.ofSeconds(59));
        boolean endedEarly = outlet.end != null;
        turnAfter(Duration.ofSeconds(3));

        assertThat(endedEarly).isFalse();
        assertThat(outlet.end)
                .isNotNull()
                .extracting(Status::getCode)
                .isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(ends).containsExactly(PushObserver.End.SLOW);
        assertThat(row().counts().stale()).as("still counted, without a stream").isEqualTo(1);
    }

    @Test
    void sendsAwayWhoComesAfterAHundredInOneSecond() {
        for (int i = 0; i < 100; i++) {
            loop.open(peer(), new FakeOutlet());
        }
        FakeOutlet late = new FakeOutlet();
        loop.open(peer(), late);
        now += Duration.ofSeconds(1).toNanos();
        FakeOutlet later = new FakeOutlet();
        loop.open(peer(), later);

        assertThat(late.end)
                .isNotNull()
                .extracting(Status::getCode)
                .isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(ends).containsExactly(PushObserver.End.TOO_MANY);
        assertThat(later.end).isNull();
    }

    @Test
    void endsOnlyTheStreamWhoseRequestItCannotServe() {
        FakeOutlet good = connect("web-1");
        FakeOutlet unlucky = connect("web-2");
        unlucky.fails = true;

        loop.received(unlucky.session(), subscription("10.96.0.9:80"));

        assertThat(unlucky.end)
                .isNotNull()
                .extracting(Status::getCode)
                .isEqualTo(Status.Code.INTERNAL);
        assertThat(good.end).isNull();
    }

    @Test
    void saysWhatItSendsToWhomAndWhy() {
        FakeOutlet outlet = connect("web-1");
        outlet.answers = false;
        shop.destination(WEB, 2, Map.of(BACKEND, 2));
        loop.viewChanged(cluster.view(), Set.of(destinationKey(WEB)), NOTHING);
        turnAfter(Duration.ofMillis(50));

        PushFacts facts = loop.facts();

        PushFacts.StreamFacts stream = facts.streams().getFirst();
        assertThat(stream.pod()).isEqualTo("shop/web-1");
        assertThat(stream.peer()).isEqualTo("spiffe://cluster.local/ns/shop/sa/default");
        assertThat(stream.unanswered()).isEqualTo(1);
        assertThat(stream.rows())
                .filteredOn(row -> row.name().equals(WEB))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.state()).isEqualTo("wanted");
                    assertThat(row.sent()).isEqualTo(row.newest());
                    assertThat(row.held()).isNotEqualTo(row.newest()).isNotEmpty();
                });
        assertThat(facts.resources())
                .filteredOn(resource -> resource.name().equals(WEB))
                .singleElement()
                .satisfies(resource -> {
                    assertThat(resource.state()).isEqualTo("open");
                    assertThat(resource.streams()).isEqualTo(1);
                    assertThat(resource.sources()).containsExactly("TrafficSplit / generation 2");
                });
    }

    @Test
    void asksToBeWokenForTheNextTick() {
        assertThat(loop.dueAt() - now).isLessThanOrEqualTo(Duration.ofSeconds(1).toNanos());
    }

    private FakeOutlet connect(String pod) {
        cluster.pod(pod, "10.0.1." + pod.hashCode() % 100, 80);
        loop.viewChanged(cluster.view(), Set.of(), NOTHING);
        FakeOutlet outlet = new FakeOutlet();
        outlet.session = loop.open(peer(), outlet);
        boolean first = true;
        for (ResourceType type : ResourceType.values()) {
            DeltaDiscoveryRequest.Builder request =
                    type == ResourceType.DESTINATION
                            ? subscription(WEB).toBuilder()
                            : DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl());
            if (first) {
                request.setNode(Node.newBuilder().setId(pod + "-uid"));
                first = false;
            }
            loop.received(outlet.session(), request.build());
        }
        loop.turn();
        return outlet;
    }

    private void turnAfter(Duration time) {
        now += time.toNanos();
        loop.turn();
    }

    private Report.ObjectRow row() {
        return reporting.acks().rows().getFirst();
    }

    private static SpiffeId peer() {
        return SpiffeId.workload("cluster.local", "shop", "default");
    }

    private static DeltaDiscoveryRequest subscription(String destination) {
        return DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(ResourceType.DESTINATION.typeUrl())
                .addResourceNamesSubscribe(destination)
                .build();
    }

    /// A client that answers at once, unless it is told not to.
    private final class FakeOutlet implements Outlet {

        private final List<Outgoing> sent = new ArrayList<>();
        private @Nullable Session session;
        private @Nullable Status end;
        private boolean answers = true;
        private boolean fails;

        Session session() {
            return Objects.requireNonNull(session, "the session is opened first");
        }

        @Override
        public boolean isReady() {
            if (fails) {
                throw new IllegalStateException("on purpose");
            }
            return true;
        }

        @Override
        public void receiveNext() {}

        @Override
        public void send(Outgoing response) {
            sent.add(response);
            if (answers) {
                loop.received(
                        session(),
                        DeltaDiscoveryRequest.newBuilder()
                                .setTypeUrl(response.type().typeUrl())
                                .setResponseNonce(response.nonce())
                                .build());
            }
        }

        @Override
        public void end(Status status) {
            end = status;
        }
    }

    private final class Ends implements PushObserver {
        @Override
        public void ended(End why) {
            ends.add(why);
        }
    }
}
