package dev.tulle.operator.push;

import static dev.tulle.operator.push.FakeCompilation.backendKey;
import static dev.tulle.operator.push.FakeCompilation.destinationKey;
import static dev.tulle.operator.push.FakeCompilation.endpointsKey;
import static dev.tulle.operator.push.StreamShop.DESTINATION;
import static dev.tulle.operator.push.StreamShop.WEB;
import static dev.tulle.operator.push.StreamShop.drain;
import static dev.tulle.operator.push.StreamShop.openAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.compile.ResourceType;
import dev.tulle.operator.compile.WorkloadKey;
import dev.tulle.operator.report.Report;
import dev.tulle.operator.report.SourceGeneration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProxyStreamTest {

    private final StreamShop shop = new StreamShop();
    private final ProxyStream stream = shop.stream("uid-a");

    @Test
    void sendsTheClosureOfWhatIsSubscribedInTheOrderOfTypes() {
        shop.put(1, Map.of("shop/web:80", 90, "shop/web-canary:80", 10));

        stream.subscribe(DESTINATION);

        assertThat(drain(stream))
                .extracting(Outgoing::type)
                .containsExactly(
                        ResourceType.ENDPOINTS, ResourceType.BACKEND, ResourceType.DESTINATION);
    }

    @Test
    void sendsAWorkloadAfterWhatItNeeds() {
        shop.resources().workload("uid-a", "web-1");

        stream.subscribe(new WorkloadKey("uid-a"));

        assertThat(drain(stream))
                .extracting(Outgoing::type)
                .containsExactly(
                        ResourceType.TRUST_BUNDLE, ResourceType.INBOUND, ResourceType.WORKLOAD);
    }

    @Test
    void sendsNothingOfATypeThatTheClientHasNotAskedFor() {
        ProxyStream fresh = shop.closedStream("uid-b");
        fresh.open(ResourceType.DESTINATION, Map.of());
        shop.put(1, Map.of("shop/web:80", 1));

        fresh.subscribe(DESTINATION);
        List<Outgoing> before = drain(fresh);
        fresh.open(ResourceType.ENDPOINTS, Map.of());

        assertThat(before).extracting(Outgoing::type).containsExactly(ResourceType.DESTINATION);
        assertThat(drain(fresh)).extracting(Outgoing::type).containsExactly(ResourceType.ENDPOINTS);
    }

    @Test
    void sendsNoMoreThanTwoUnansweredResponses() {
        shop.put(1, Map.of("shop/web:80", 1));
        stream.subscribe(DESTINATION);

        Outgoing first = stream.next().orElseThrow();
        Outgoing second = stream.next().orElseThrow();
        Optional<Outgoing> third = stream.next();
        stream.acked(first.nonce());

        assertThat(second.type()).isEqualTo(ResourceType.BACKEND);
        assertThat(third).isEmpty();
        assertThat(stream.next()).map(Outgoing::type).contains(ResourceType.DESTINATION);
    }

    @Test
    void saysHowLongAResourceWaitedForItsTurn() {
        shop.put(1, Map.of("shop/web:80", 1));
        stream.subscribe(DESTINATION);
        Outgoing first = stream.next().orElseThrow();
        assertThat(stream.next()).as("the last that fits into the window").isPresent();

        shop.after(Duration.ofSeconds(3));
        stream.acked(first.nonce());
        Outgoing late = stream.next().orElseThrow();

        assertThat(first.waitedNanos()).isZero();
        assertThat(late.waitedNanos()).isEqualTo(Duration.ofSeconds(3).toNanos());
    }

    @Test
    void mergesChangesThatHappenWhileTheClientIsBusy() {
        shop.put(1, Map.of("shop/web:80", 1));
        stream.subscribe(DESTINATION);
        Outgoing first = stream.next().orElseThrow();
        Outgoing second = stream.next().orElseThrow();

        for (int i = 2; i < 100; i++) {
            shop.resources().endpoints("shop/web:80", "10.0.0." + i);
            shop.refresh(endpointsKey("shop/web:80"), ChangeClass.ENDPOINTS);
        }
        stream.acked(first.nonce());
        stream.acked(second.nonce());
        List<Outgoing> rest = drain(stream);

        assertThat(rest)
                .extracting(Outgoing::type)
                .containsExactly(ResourceType.ENDPOINTS, ResourceType.DESTINATION);
    }

    @Test
    void countsVersionsThatTheClientStillHoldsAsAcknowledged() {
        shop.put(3, Map.of("shop/web:80", 1));
        ProxyStream back = shop.closedStream("uid-b");
        openAll(
                back,
                Map.of(
                        ResourceType.DESTINATION, Map.of(WEB, shop.version(DESTINATION)),
                        ResourceType.BACKEND,
                                Map.of("shop/web:80", shop.version(backendKey("shop/web:80"))),
                        ResourceType.ENDPOINTS,
                                Map.of("shop/web:80", shop.version(endpointsKey("shop/web:80")))));

        back.subscribe(DESTINATION);

        assertThat(drain(back)).as("nothing has changed").isEmpty();
        assertThat(shop.row().counts()).isEqualTo(new Report.Counts(1, 1, 0, 0));
    }

    @Test
    void sendsOnlyWhatDiffersToAClientThatComesBack() {
        shop.put(3, Map.of("shop/web:80", 1));
        ProxyStream back = shop.closedStream("uid-b");
        openAll(
                back,
                Map.of(
                        ResourceType.DESTINATION, Map.of(WEB, "an older one"),
                        ResourceType.BACKEND,
                                Map.of("shop/web:80", shop.version(backendKey("shop/web:80")))));

        back.subscribe(DESTINATION);

        assertThat(drain(back))
                .extracting(Outgoing::type)
                .containsExactly(ResourceType.ENDPOINTS, ResourceType.DESTINATION);
    }

    @Test
    void countsTheProxyAsProgrammedOnceTheDestinationIsAcknowledged() {
        shop.put(7, Map.of("shop/web:80", 1));
        shop.acks().seen(new SourceGeneration("split", 7));

        stream.subscribe(DESTINATION);
        Report.Counts before = shop.row().counts();
        drain(stream);

        assertThat(before).isEqualTo(new Report.Counts(1, 0, 0, 0));
        assertThat(shop.row().counts()).isEqualTo(new Report.Counts(1, 1, 0, 0));
        assertThat(shop.row().generation()).isEqualTo(7);
    }

    @Test
    void letsLostEndpointsOvertakeAFullWindow() {
        shop.put(1, Map.of("shop/web:80", 1));
        shop.resources().endpoints("shop/web:80", "10.0.0.1", "10.0.0.2");
        stream.subscribe(DESTINATION);
        drain(stream);
        shop.resources().destination(WEB, 2, Map.of("shop/web:80", 2));
        shop.resources().destination("10.96.0.2:80", 1, Map.of("shop/web:80", 1));
        shop.refresh(DESTINATION, ChangeClass.CONFIGURATION);
        Outgoing first = stream.next().orElseThrow();
        stream.subscribe(destinationKey("10.96.0.2:80"));
        Outgoing second = stream.next().orElseThrow();

        shop.resources().endpoints("shop/web:80", "10.0.0.2");
        shop.refresh(endpointsKey("shop/web:80"), ChangeClass.URGENT);

        assertThat(List.of(first, second))
                .extracting(Outgoing::type)
                .containsOnly(ResourceType.DESTINATION);
        assertThat(stream.next()).map(Outgoing::type).contains(ResourceType.ENDPOINTS);
        assertThat(stream.next()).as("one version on its way").isEmpty();
    }
}
