package dev.tulle.proxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.contract.xds.DeltaDiscoveryRequest;
import dev.tulle.proxy.discovery.WantedDestinations.Limits;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.runtime.MeshConfig;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DestinationBoundsLoopbackTest {
    private static final Address FIRST = Address.parse("10.0.0.1:80");
    private static final Address SECOND = Address.parse("10.0.0.2:80");
    private static final Address THIRD = Address.parse("10.0.0.3:80");

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

    private static DeltaDiscoveryRequest call(
            Discovery proxy, FakeDiscovery replica, Address destination) throws Exception {
        proxy.wanted(destination);
        DeltaDiscoveryRequest request = replica.next(ResourceType.DESTINATION);
        while (!request.getResourceNamesSubscribeList().contains(destination.toString())) {
            request = replica.next(ResourceType.DESTINATION);
        }
        replica.send(
                Messages.response(
                        ResourceType.DESTINATION,
                        "d" + destination,
                        Messages.resource(
                                ResourceType.DESTINATION,
                                destination.toString(),
                                "1",
                                Messages.passThrough().build())));
        return request;
    }

    private MeshConfig nextWithout(Address destination) throws InterruptedException {
        MeshConfig next = desk.loops.nextApplied();
        while (next.destinations().containsKey(destination)) {
            next = desk.loops.nextApplied();
        }
        return next;
    }

    @Test
    void leastRecentlyUsedGivesWayToNewDestination() throws Exception {
        FakeDiscovery replica = desk.replica();
        Discovery proxy = desk.proxy(new Limits(2, Duration.ofMinutes(10), 200, 1_000));
        desk.configure(replica);
        call(proxy, replica, FIRST);
        desk.loops.nextWith(FIRST);
        call(proxy, replica, SECOND);
        desk.loops.nextWith(SECOND);

        DeltaDiscoveryRequest third = call(proxy, replica, THIRD);

        assertThat(third.getResourceNamesUnsubscribeList()).contains(FIRST.toString());
        assertThat(nextWithout(FIRST).destinations()).doesNotContainKey(FIRST);
    }

    @Test
    void destinationThatNobodyUsesIsGivenUp() throws Exception {
        FakeDiscovery replica = desk.replica();
        Discovery proxy = desk.proxy(new Limits(2_048, Duration.ofMillis(50), 200, 1_000));
        desk.configure(replica);
        call(proxy, replica, FIRST);
        desk.loops.nextWith(FIRST);

        assertThat(nextWithout(FIRST).destinations()).isEmpty();
        DeltaDiscoveryRequest request = replica.next(ResourceType.DESTINATION);
        while (request.getResourceNamesUnsubscribeCount() == 0) {
            request = replica.next(ResourceType.DESTINATION);
        }
        assertThat(request.getResourceNamesUnsubscribeList()).containsExactly(FIRST.toString());
    }

    @Test
    void destinationsBeyondTheRateAreAsIfDiscoveryWereAway() throws Exception {
        FakeDiscovery replica = desk.replica();
        Discovery proxy = desk.proxy(new Limits(2_048, Duration.ofMinutes(10), 1, 1));
        desk.configure(replica);

        proxy.wanted(FIRST);
        proxy.wanted(SECOND);

        assertThat(desk.loops.nextUnanswered()).isEqualTo(SECOND);
    }
}
