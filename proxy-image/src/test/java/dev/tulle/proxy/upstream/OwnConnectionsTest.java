package dev.tulle.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.model.Address;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OwnConnectionsTest {
    private static final PoolKey KEY =
            new PoolKey(
                    Address.parse("10.0.0.1:80"),
                    Engine.HTTP1,
                    new Security.Plain(),
                    Reach.NETWORK);

    private final OwnConnections own = new OwnConnections();
    private final HttpPools pools = new HttpPools(new PoolObserver.None());
    private final List<String> served = new ArrayList<>();

    /// Notes who was served by what.
    private final class Request implements Opening.Waiter {
        private final String name;
        private boolean wanted = true;

        private Request(String name) {
            this.name = name;
        }

        @Override
        public boolean wanted() {
            return wanted;
        }

        @Override
        public boolean fresh() {
            return false;
        }

        @Override
        public void connected(HttpConnection connection) {
            if (wanted) {
                served.add(name + " " + connection);
            }
        }

        @Override
        public void failed(ConnectFailure failure) {
            served.add(name + " " + failure);
        }
    }

    private final class Connection extends ChannelInboundHandlerAdapter implements HttpConnection {
        private final String name;

        private Connection(String name) {
            this.name = name;
        }

        @Override
        public PoolKey key() {
            return KEY;
        }

        @Override
        public UpstreamCall begin(
                Exchange exchange, HttpSink answer, @Nullable HttpSource request) {
            throw new UnsupportedOperationException("waiters begin nothing here");
        }

        @Override
        public boolean reused() {
            return false;
        }

        @Override
        public boolean usable() {
            return true;
        }

        @Override
        public int calls() {
            return 0;
        }

        @Override
        public void spare() {
            served.add("spare " + this);
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return name;
        }
    }

    @Test
    void aConnectionIsOpenedForEachThatWaits() {
        assertThat(own.await(KEY, new Request("first"))).isTrue();
        assertThat(own.await(KEY, new Request("second"))).isTrue();
        own.opened(new Connection("a"));
        own.opened(new Connection("b"));

        assertThat(served).containsExactly("first a", "second b");
    }

    @Test
    void oneThatIsIdleAgainServesTheFirst() {
        own.await(KEY, new Request("first"));
        own.await(KEY, new Request("second"));
        pools.put(new Connection("old"));
        own.idle(KEY, pools);
        own.opened(new Connection("a"));
        own.opened(new Connection("b"));

        assertThat(served).containsExactly("first old", "second a", "spare b");
    }

    @Test
    void oneThatIsOnItsWayForNobodyIsForTheNext() {
        own.await(KEY, new Request("first"));
        pools.put(new Connection("old"));
        own.idle(KEY, pools);

        assertThat(own.await(KEY, new Request("second"))).isFalse();
        own.opened(new Connection("a"));
        assertThat(served).containsExactly("first old", "second a");
        assertThat(own.awaited(KEY)).isFalse();
    }

    @Test
    void aFailureIsForOneThatIsLeftWithout() {
        own.await(KEY, new Request("first"));
        own.await(KEY, new Request("second"));
        pools.put(new Connection("old"));
        own.idle(KEY, pools);

        own.failed(KEY, ConnectFailure.REFUSED);
        assertThat(served).as("one is still on its way for one").containsExactly("first old");
        own.failed(KEY, ConnectFailure.REFUSED);
        assertThat(served).containsExactly("first old", "second REFUSED");
    }

    @Test
    void whereThereIsNoRoomTheLastGoesElsewhere() {
        own.await(KEY, new Request("first"));
        own.await(KEY, new Request("second"));
        own.failed(KEY, ConnectFailure.OVERFLOW);
        own.opened(new Connection("a"));

        assertThat(served).containsExactly("second OVERFLOW", "first a");
    }

    @Test
    void whoIsGoneIsPassedOver() {
        Request gone = new Request("gone");
        own.await(KEY, gone);
        own.await(KEY, new Request("second"));
        gone.wanted = false;
        own.opened(new Connection("a"));
        own.opened(new Connection("b"));

        assertThat(served).containsExactly("second a", "spare b");
    }

    @Test
    void aBurstOpensFourAndTwoMoreForEachThatStands() {
        List<Boolean> dialled = new ArrayList<>();
        for (int i = 1; i <= 9; i++) {
            dialled.add(own.await(KEY, new Request("r" + i)));
        }
        assertThat(dialled)
                .containsExactly(true, true, true, true, false, false, false, false, false);

        own.opened(new Connection("a"));

        assertThat(List.of(own.more(KEY), own.more(KEY), own.more(KEY)))
                .as("five of eight are on their way")
                .containsExactly(true, true, false);
        assertThat(served).containsExactly("r1 a");
    }

    @Test
    void allForWhomNoneIsOnItsWayGoElsewhere() {
        for (int i = 1; i <= 6; i++) {
            own.await(KEY, new Request("r" + i));
        }
        own.failed(KEY, ConnectFailure.REFUSED);

        assertThat(served).containsExactly("r1 REFUSED", "r2 REFUSED", "r3 REFUSED");
        assertThat(own.more(KEY)).as("three wait, three are on their way").isFalse();
    }
}
