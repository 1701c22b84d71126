package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.balance.BalancerObserver;
import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.HttpProtocol;
import dev.tulle.proxy.exchange.RequestObserver;
import dev.tulle.proxy.http2.Http2Observer;
import dev.tulle.proxy.listener.ConnectionObserver;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.resilience.Outcome;
import dev.tulle.proxy.resilience.RetryResult;
import dev.tulle.proxy.rig.ClosedPort;
import dev.tulle.proxy.tls.TestAuthority;
import dev.tulle.proxy.tunnel.TunnelObserver;
import dev.tulle.proxy.upstream.PoolObserver;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Where requests and connections go, and what happens when they cannot.
class ForwardingLoopbackTest {
    private static final String SERVICE = "10.96.0.10:80";

    private final AtomicInteger retries = new AtomicInteger();
    private TestAuthority authority;
    private TestPod caller;
    private TestPod called;
    private TestApplication application;

    @BeforeEach
    void start() throws Exception {
        authority = TestAuthority.of(TestPod.TRUST_DOMAIN);
        application = TestApplication.named("v1");
        LoopObservers observers =
                new LoopObservers(
                        new CountingRetries(),
                        new Http2Observer.None(),
                        new PoolObserver.None(),
                        new ConnectionObserver.None(),
                        new TunnelObserver.None(),
                        new BalancerObserver.None());
        caller = new TestPod("caller", authority, observers, Bounds.of(64)).calls(SERVICE);
        called = new TestPod("called", authority).serves(application.port());
        called.mode(Protocol.DETECT, MtlsMode.STRICT).start();
    }

    @AfterEach
    void stop() {
        caller.close();
        called.close();
        application.close();
    }

    private final class CountingRetries implements RequestObserver {
        @Override
        public void started(Exchange exchange) {}

        @Override
        public void retried(Exchange exchange, Outcome outcome, RetryResult result) {
            retries.incrementAndGet();
        }

        @Override
        public void ended(Exchange exchange) {}

        @Override
        public void malformed(Caller from, HttpProtocol protocol, int status) {}
    }

    private void routes(Protocol protocol, WeightedBackend... weights) throws Exception {
        caller.knows(SERVICE, protocol, weights).start();
    }

    @Test
    void triesAnotherEndpointWhenOneCannotBeConnectedTo() throws Exception {
        caller.backend(
                "echo", TestPod.meshed(ClosedPort.number(), called.spiffeId()), called.endpoint());
        routes(Protocol.HTTP1, new WeightedBackend("echo", 1));

        try (TestClient client = new TestClient(caller.outbound())) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/").answer()).as("answer %s", i).endsWith("v1");
            }
        }

        assertThat(retries).as("the back-off keeps the dead one out").hasValueBetween(1, 10);
    }

    @Test
    void triesAnotherEndpointWhenTheApplicationBehindOneIsGone() throws Exception {
        try (TestPod orphan = new TestPod("called", authority)) {
            orphan.serves(ClosedPort.number()).start();
            caller.backend("echo", orphan.endpoint(), called.endpoint());
            routes(Protocol.HTTP1, new WeightedBackend("echo", 1));

            try (TestClient client = new TestClient(caller.outbound())) {
                for (int i = 0; i < 20; i++) {
                    assertThat(client.get("/").answer()).as("answer %s", i).endsWith("v1");
                }
            }
        }
    }

    @Test
    void triesTheOnlyEndpointEvenWhileItIsInBackOff() throws Exception {
        int port = ClosedPort.number();
        caller.backend("echo", TestPod.meshed(port, called.spiffeId()));
        routes(Protocol.HTTP1, new WeightedBackend("echo", 1));

        try (TestClient client = new TestClient(caller.outbound())) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/").answer())
                        .as("answer %s: the endpoint is ready, so it is tried", i)
                        .contains("x-tulle-error: connect-failed\r\n");
            }
            caller.backend("echo", called.endpoint()).start();
            assertThat(client.get("/").answer()).endsWith("v1");
        }
    }

    @Test
    void sendsNothingToAnEndpointThatIsSomebodyElse() throws Exception {
        caller.backend(
                "echo",
                TestPod.meshed(
                        called.inbound().getPort(), "spiffe://cluster.local/ns/test/sa/other"));
        routes(Protocol.HTTP1, new WeightedBackend("echo", 1));

        try (TestClient client = new TestClient(caller.outbound())) {
            assertThat(client.get("/").answer())
                    .startsWith("HTTP/1.1 503 ")
                    .contains("x-tulle-error: identity-mismatch\r\n")
                    .contains("test/echo:80");
        }

        assertThat(application.heads).isEmpty();
    }

    @Test
    void saysWhyThereIsNoAnswer() throws Exception {
        caller.backend("dead", TestPod.meshed(ClosedPort.number(), called.spiffeId()));
        caller.backend("empty");
        routes(Protocol.HTTP1, new WeightedBackend("dead", 1));
        try (TestClient client = new TestClient(caller.outbound())) {
            assertThat(client.get("/").answer()).contains("x-tulle-error: connect-failed\r\n");
        }

        caller.knows(SERVICE, Protocol.HTTP1, new WeightedBackend("empty", 1)).start();
        try (TestClient client = new TestClient(caller.outbound())) {
            assertThat(client.get("/").answer()).contains("x-tulle-error: no-endpoints\r\n");
        }
    }

    @Test
    void givesTheShareOfAnEmptyBackendToTheOthers() throws Exception {
        caller.backend("empty").backend("echo", called.endpoint());
        routes(Protocol.HTTP1, new WeightedBackend("empty", 99), new WeightedBackend("echo", 1));

        try (TestClient client = new TestClient(caller.outbound())) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.get("/").answer()).endsWith("v1");
            }
        }
    }

    @Test
    void splitsRequestsOfOneConnectionByWeightAndFollowsAChange() throws Exception {
        try (TestApplication second = TestApplication.named("v2")) {
            caller.backend("one", TestPod.plain(application.port()));
            caller.backend("two", TestPod.plain(second.port()));
            routes(Protocol.HTTP1, new WeightedBackend("one", 3), new WeightedBackend("two", 1));

            try (TestClient client = new TestClient(caller.outbound())) {
                int ones = 0;
                for (int i = 0; i < 400; i++) {
                    ones += client.get("/").answer().endsWith("v1") ? 1 : 0;
                }
                assertThat(ones).as("of 400, 3 in 4").isBetween(260, 340);

                caller.knows(SERVICE, Protocol.HTTP1, new WeightedBackend("two", 1)).start();
                assertThat(client.get("/").answer()).endsWith("v2");
            }
        }
    }

    @Test
    void repeatsAnIdempotentRequestWhoseConnectionWasClosedUnderIt() throws Exception {
        try (TestApplication oneEach =
                TestApplication.with((app, in, out) -> {
                    app.head(in);
                    out.write(
                            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    // Reads the next request and ends without an answer to it.
                    app.head(in);
                })) {
            caller.backend("echo", TestPod.plain(oneEach.port()));
            routes(Protocol.HTTP1, new WeightedBackend("echo", 1));

            try (TestClient client = new TestClient(caller.outbound())) {
                assertThat(client.get("/1").answer()).startsWith("HTTP/1.1 200 ");
                assertThat(client.get("/2").answer()).startsWith("HTTP/1.1 200 ");
                assertThat(client.send("POST", "/3").answer())
                        .startsWith("HTTP/1.1 503 ")
                        .contains("x-tulle-error: reset\r\n");
            }
        }
    }

    @Test
    void repeatsWithItsBodyWhatNoApplicationSaw() throws Exception {
        try (TestPod orphan = new TestPod("called", authority)) {
            orphan.serves(ClosedPort.number()).start();
            caller.backend("echo", orphan.endpoint(), called.endpoint());
            routes(Protocol.HTTP1, new WeightedBackend("echo", 1));

            try (TestClient client = new TestClient(caller.outbound())) {
                for (int i = 0; i < 20; i++) {
                    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
                    assertThat(client.answer()).as("answer %s", i).endsWith("v1");
                }
            }

            assertThat(retries).hasValueBetween(1, 10);
        }
    }

    @Test
    void repeatsNothingWhoseBodyIsTooLongToBeKept() throws Exception {
        try (TestPod orphan = new TestPod("called", authority)) {
            orphan.serves(ClosedPort.number()).start();
            caller.backend("echo", orphan.endpoint());
            routes(Protocol.HTTP1, new WeightedBackend("echo", 1));

            try (TestClient client = new TestClient(caller.outbound())) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n");
                client.send("x".repeat(200_000));

                assertThat(client.answer())
                        .startsWith("HTTP/1.1 503 ")
                        .contains("x-tulle-error: connect-failed\r\n");
                assertThat(retries).hasValue(0);
            }
        }
    }

    @Test
    void asksForADestinationThatIsNotKnownAndGoesOnWithTheAnswer() throws Exception {
        caller.start();
        try (TestClient client = new TestClient(caller.outbound())) {
            client.get("/");
            Eventually.isTrue(
                    "discovery is asked", () -> caller.wanted().contains(Address.parse(SERVICE)));
            caller.backend("echo", called.endpoint());
            routes(Protocol.DETECT, new WeightedBackend("echo", 1));

            assertThat(client.answer()).endsWith("v1");
        }
    }

    @Test
    void refusesAnUnknownAddressInsideTheMeshWhenDiscoveryCannotAnswer() throws Exception {
        caller.start();
        try (TestClient client = new TestClient(caller.outbound())) {
            client.get("/");
            Eventually.isTrue("discovery is asked", () -> !caller.wanted().isEmpty());
            caller.target().unanswered(Address.parse(SERVICE));

            assertThat(client.answer())
                    .startsWith("HTTP/1.1 503 ")
                    .contains("x-tulle-error: discovery-unavailable\r\n");
        }
    }

    @Test
    void refusesASilentClientToo() throws Exception {
        caller.start();
        try (TestClient client = new TestClient(caller.outbound())) {
            Eventually.isTrue("discovery is asked", () -> !caller.wanted().isEmpty());
            caller.target().unanswered(Address.parse(SERVICE));

            assertThat(client.rest()).contains("reset");
        }
    }

    @Test
    void refusesACallToLoopbackBeforeItAsksAnybody() throws Exception {
        caller.calls("127.0.0.1:" + application.port()).start();

        assertThat(TestClient.silence(caller.outbound())).contains("reset");

        assertThat(caller.wanted()).isEmpty();
    }

    @Test
    void carriesOpaqueBytesAndTriesAnotherEndpointForThem() throws Exception {
        caller.backend(
                "echo", TestPod.meshed(ClosedPort.number(), called.spiffeId()), called.endpoint());
        routes(Protocol.OPAQUE, new WeightedBackend("echo", 1));

        for (int i = 0; i < 8; i++) {
            try (TestClient client = new TestClient(caller.outbound())) {
                assertThat(client.get("/").answer()).as("connection %s", i).endsWith("v1");
            }
        }

        assertThat(application.heads.peek()).as("not looked at").doesNotContain("x-tulle");
    }

    @Test
    void endsAnOpaqueConnectionThatNobodyTakes() throws Exception {
        caller.backend("dead", TestPod.meshed(ClosedPort.number(), called.spiffeId()));
        routes(Protocol.OPAQUE, new WeightedBackend("dead", 1));

        assertThat(TestClient.silence(caller.outbound())).contains("reset");
    }

    @Test
    void endsASilentConnectionThatNobodyTakes() throws Exception {
        caller.backend("dead", TestPod.meshed(ClosedPort.number(), called.spiffeId()));
        routes(Protocol.DETECT, new WeightedBackend("dead", 1));

        assertThat(TestClient.silence(caller.outbound())).contains("reset");
    }
}
