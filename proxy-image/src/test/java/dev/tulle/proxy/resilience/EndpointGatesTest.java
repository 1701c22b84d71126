package dev.tulle.proxy.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.EndpointLimits;
import io.netty.util.concurrent.Ticker;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndpointGatesTest {
    private static final EndpointGates.Key A = new EndpointGates.Key("shop/a:80", "a");
    private static final EndpointGates.Key B = new EndpointGates.Key("shop/a:80", "b");

    private final EndpointGates gates =
            new EndpointGates(2, Ticker.newMockTicker(), new EndpointLimits(8, 6, 4));

    private static int entered(Bound bound) {
        int entered = 0;
        while (bound.enter()) {
            entered++;
        }
        return entered;
    }

    @Test
    void givesEachLoopItsShareOfABoundThatNobodySet() {
        EndpointGate gate = gates.at(A);
        EndpointLimits unset = EndpointLimits.unset();

        for (int loop = 0; loop < 2; loop++) {
            EndpointBounds bounds = gate.bounds(unset, gates.share());
            assertThat(entered(bounds.connections())).isEqualTo(4);
            assertThat(entered(bounds.pending())).isEqualTo(3);
            assertThat(entered(bounds.requests())).isEqualTo(2);
        }
    }

    @Test
    void keepsALimitThatWasSetExactOverAllLoops() {
        EndpointLimits limits = new EndpointLimits(0, 0, 3);
        Bound one = gates.at(A).bounds(limits, gates.share()).requests();
        Bound other = gates.at(A).bounds(limits, gates.share()).requests();

        assertThat(one.enter()).isTrue();
        assertThat(other.enter()).isTrue();
        assertThat(other.enter()).isTrue();
        assertThat(one.enter()).isFalse();
        other.leave();
        assertThat(one.enter()).isTrue();
    }

    @Test
    void forgetsEndpointsThatAreGone() {
        EndpointGate a = gates.at(A);
        EndpointGate b = gates.at(B);

        gates.retain(Set.of(A), Set.of("shop/a:80"));

        assertThat(gates.at(A)).isSameAs(a);
        assertThat(gates.at(B)).isNotSameAs(b);
    }
}
