package dev.tulle.operator.push;

import static dev.tulle.operator.push.StreamShop.DESTINATION;
import static dev.tulle.operator.push.StreamShop.WEB;
import static dev.tulle.operator.push.StreamShop.drain;
import static dev.tulle.operator.push.StreamShop.openAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tulle.operator.compile.ResourceKey;
import dev.tulle.operator.compile.ResourceType;
import dev.tulle.operator.compile.WorkloadKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// When a client is told to drop a resource.
class WithdrawalTest {

    private final StreamShop shop = new StreamShop();
    private final ProxyStream stream = shop.stream("uid-a");

    @Test
    void withdrawsABackendOnlyAfterItsGraceAndTheAckOfWhatReferredToIt() {
        shop.put(1, Map.of("shop/web:80", 90, "shop/web-canary:80", 10));
        stream.subscribe(DESTINATION);
        drain(stream);

        shop.resources().destination(WEB, 2, Map.of("shop/web:80", 100));
        shop.refresh(DESTINATION, ChangeClass.CONFIGURATION);
        Outgoing update = stream.next().orElseThrow();
        shop.after(Duration.ofSeconds(11));
        Optional<Outgoing> beforeTheAck = stream.next();
        stream.acked(update.nonce());
        List<Outgoing> afterTheAck = drain(stream);

        assertThat(beforeTheAck).as("the old destination still refers to it").isEmpty();
        assertThat(afterTheAck)
                .extracting(Outgoing::type, Outgoing::withdrawn)
                .containsExactly(
                        tuple(ResourceType.BACKEND, List.of("shop/web-canary:80")),
                        tuple(ResourceType.ENDPOINTS, List.of("shop/web-canary:80")));
    }

    @Test
    void keepsABackendThatARollbackBringsBackWithinTheGrace() {
        shop.put(1, Map.of("shop/web:80", 90, "shop/web-canary:80", 10));
        stream.subscribe(DESTINATION);
        drain(stream);

        shop.resources().destination(WEB, 2, Map.of("shop/web:80", 100));
        shop.refresh(DESTINATION, ChangeClass.CONFIGURATION);
        drain(stream);
        shop.resources().destination(WEB, 3, Map.of("shop/web:80", 90, "shop/web-canary:80", 10));
        shop.refresh(DESTINATION, ChangeClass.CONFIGURATION);
        List<Outgoing> rollback = drain(stream);
        shop.after(Duration.ofSeconds(11));

        assertThat(rollback).extracting(Outgoing::type).containsExactly(ResourceType.DESTINATION);
        assertThat(drain(stream)).isEmpty();
    }

    @Test
    void tellsTheClientThatItsWorkloadIsGone() {
        shop.resources().workload("uid-a", "web-1");
        ResourceKey workload = new WorkloadKey("uid-a");
        stream.subscribe(workload);
        drain(stream);

        shop.resources().remove(workload);
        shop.refresh(workload, ChangeClass.CONFIGURATION);

        assertThat(drain(stream).getFirst().withdrawn()).containsExactly("pod/uid-a");
    }

    @Test
    void lettingGoOfADestinationWithdrawsOnlyItsClosure() {
        shop.put(1, Map.of("shop/web:80", 1));
        stream.subscribe(DESTINATION);
        drain(stream);

        stream.unsubscribe(ResourceName.of(DESTINATION));
        shop.after(Duration.ofSeconds(11));

        assertThat(drain(stream))
                .extracting(Outgoing::type)
                .containsExactly(ResourceType.BACKEND, ResourceType.ENDPOINTS);
        assertThat(shop.acks().rows()).as("the split needs no proxy any more").isEmpty();
        assertThat(stream.facts("").rows()).isEmpty();
    }

    @Test
    void withdrawsWhatTheClientHoldsFromBeforeAndNeedsNoMore() {
        ProxyStream back = shop.closedStream("uid-b");
        openAll(back, Map.of(ResourceType.BACKEND, Map.of("shop/gone:80", "1")));

        List<Outgoing> atOnce = drain(back);
        shop.after(Duration.ofSeconds(11));

        assertThat(atOnce).isEmpty();
        assertThat(drain(back).getFirst().withdrawn()).containsExactly("shop/gone:80");
    }

    @Test
    void forgetsResourcesThatNobodyWantedForTenMinutes() {
        shop.put(1, Map.of("shop/web:80", 1));
        stream.subscribe(DESTINATION);
        stream.close();

        shop.after(Duration.ofMinutes(9));
        shop.library().expire();
        int kept = shop.library().size();
        shop.after(Duration.ofMinutes(2));
        shop.library().expire();

        assertThat(kept).isEqualTo(3);
        assertThat(shop.library().size()).isZero();
        assertThat(shop.resources().dropped()).hasSize(3);
    }
}
