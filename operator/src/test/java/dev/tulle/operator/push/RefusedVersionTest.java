package dev.tulle.operator.push;

import static dev.tulle.operator.push.StreamShop.DESTINATION;
import static dev.tulle.operator.push.StreamShop.WEB;
import static dev.tulle.operator.push.StreamShop.drain;
import static dev.tulle.operator.push.StreamShop.refuse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.operator.compile.ResourceType;
import dev.tulle.operator.report.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What becomes of a version that clients refuse.
class RefusedVersionTest {

    private final StreamShop shop = new StreamShop();
    private final ProxyStream stream = shop.stream("uid-a");

    @Test
    void keepsWhatARefusedVersionWouldHaveReplaced() {
        shop.put(1, Map.of("shop/web:80", 90, "shop/web-canary:80", 10));
        stream.subscribe(DESTINATION);
        drain(stream);

        shop.resources().destination(WEB, 2, Map.of("shop/web:80", 100));
        shop.refresh(DESTINATION, ChangeClass.CONFIGURATION);
        refuse(stream, stream.next().orElseThrow());
        shop.after(Duration.ofSeconds(11));

        assertThat(drain(stream))
                .as("the client still runs the version that refers to web-canary")
                .isEmpty();
        assertThat(shop.row().counts()).isEqualTo(new Report.Counts(1, 0, 1, 0));
        assertThat(shop.row().rejections().getFirst().sentence()).isEqualTo("too heavy");
    }

    @Test
    void sendsARefusedVersionNotAgainButTheNextOne() {
        shop.put(1, Map.of("shop/web:80", 1));
        stream.subscribe(DESTINATION);
        drain(stream);
        shop.resources().destination(WEB, 2, Map.of("shop/web:80", 2));
        shop.refresh(DESTINATION, ChangeClass.CONFIGURATION);
        refuse(stream, stream.next().orElseThrow());

        shop.refresh(DESTINATION, ChangeClass.CONFIGURATION);
        List<Outgoing> same = drain(stream);
        shop.resources().destination(WEB, 3, Map.of("shop/web:80", 3));
        shop.refresh(DESTINATION, ChangeClass.CONFIGURATION);

        assertThat(same).isEmpty();
        assertThat(drain(stream)).hasSize(1);
        assertThat(shop.row().counts()).isEqualTo(new Report.Counts(1, 1, 0, 0));
    }

    @Test
    void sendsARefusedVersionAgainOnceAMissingReferenceHasArrived() {
        shop.put(1, Map.of("shop/web:80", 1));
        stream.subscribe(DESTINATION);
        Outgoing endpoints = stream.next().orElseThrow();
        Outgoing backend = stream.next().orElseThrow();
        stream.acked(endpoints.nonce());
        Outgoing destination = stream.next().orElseThrow();
        stream.nacked(
                destination.nonce(),
                Map.of(
                        WEB,
                        new ProxyStream.Refusal(
                                RejectionReason.UNRESOLVED_REFERENCE, "no backend shop/web:80")));

        stream.acked(backend.nonce());

        assertThat(drain(stream))
                .extracting(Outgoing::type)
                .containsExactly(ResourceType.DESTINATION);
    }

    @Test
    void holdsAVersionBackFromOthersAfterThreeRefusals() {
        shop.put(1, Map.of("shop/web:80", 1));
        List<ProxyStream> streams = new ArrayList<>(List.of(stream));
        for (int i = 0; i < 5; i++) {
            streams.add(shop.stream("uid-" + i));
        }
        for (ProxyStream each : streams) {
            each.subscribe(DESTINATION);
            drain(each);
        }

        shop.resources().destination(WEB, 2, Map.of("shop/web:80", 2));
        shop.refresh(DESTINATION, ChangeClass.CONFIGURATION);
        streams.subList(0, 3).forEach(each -> refuse(each, each.next().orElseThrow()));
        List<Outgoing> others = drain(streams.get(4));
        ProxyStream late = shop.stream("uid-late");
        late.subscribe(DESTINATION);
        List<Outgoing> newcomer = drain(late);

        assertThat(shop.library().heldBack()).isEqualTo(1);
        assertThat(others).as("keeps the version that works").isEmpty();
        assertThat(newcomer.getLast().resources().getFirst().sources().getFirst().getGeneration())
                .as("a newcomer gets the last accepted version")
                .isEqualTo(1);
        assertThat(shop.row().counts()).isEqualTo(new Report.Counts(7, 0, 3, 0));

        shop.resources().destination(WEB, 3, Map.of("shop/web:80", 3));
        shop.refresh(DESTINATION, ChangeClass.CONFIGURATION);

        assertThat(drain(streams.get(4))).as("an edit ends it").hasSize(1);
        assertThat(shop.library().heldBack()).isZero();
    }
}
