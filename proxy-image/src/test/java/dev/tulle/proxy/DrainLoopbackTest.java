package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.EndpointState;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.runtime.Drain;
import dev.tulle.proxy.tls.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What others and the own application see while a proxy is on its way out.
class DrainLoopbackTest {
    private static final String SERVICE = "10.96.0.10:80";

    private TestPod caller;
    private TestPod leaving;

    @BeforeEach
    void start() throws Exception {
        TestAuthority authority = TestAuthority.of(TestPod.TRUST_DOMAIN);
        caller = new TestPod("caller", authority).calls(SERVICE);
        leaving = new TestPod("leaving", authority);
        leaving.mode(Protocol.DETECT, MtlsMode.STRICT);
        caller.knows(SERVICE, Protocol.DETECT, new WeightedBackend("echo", 1));
        caller.backend("echo", leaving.endpoint()).start();
    }

    @AfterEach
    void stop() {
        caller.close();
        leaving.close();
    }

    @Test
    void answersWhatIsUnderWayAndWhatStillComesAndKeepsNoConnection() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        try (TestApplication application =
                TestApplication.with((app, in, out) -> {
                    while (!app.head(in).isEmpty()) {
                        await(finish);
                        out.write(
                                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
                                        .getBytes(StandardCharsets.US_ASCII));
                        out.flush();
                    }
                })) {
            leaving.serves(application.port()).start();
            try (TestClient client = new TestClient(caller.outbound())) {
                client.get("/1");
                Eventually.isTrue("the request arrived", () -> !application.heads.isEmpty());
                assertThat(leaving.busy()).isTrue();

                leaving.drain.advance(Drain.Stage.INBOUND);
                finish.countDown();

                assertThat(client.answer()).as("under way").endsWith("ok");
                assertThat(client.get("/2").answer())
                        .as("new, on the same connection of the client")
                        .endsWith("ok")
                        .doesNotContain("connection: close");
                Eventually.isTrue("nothing is under way", () -> !leaving.busy());
                Eventually.isTrue(
                        "no connection of the mesh is kept", () -> leaving.connections() == 0);
            }
        }
    }

    @Test
    void letsTheOwnApplicationCallOutUntilTheEnd() throws Exception {
        try (TestApplication application = TestApplication.named("v1")) {
            leaving.serves(application.port()).start();
            try (TestClient client = new TestClient(caller.outbound())) {
                caller.drain.advance(Drain.Stage.INBOUND);
                assertThat(client.get("/1").answer()).doesNotContain("connection: close");

                caller.drain.advance(Drain.Stage.ALL);
                assertThat(client.get("/2").answer()).contains("connection: close").endsWith("v1");
                assertThat(client.rest()).isEmpty();
            }
        }
    }

    @Test
    void expectsRequestsOnWhatTheMeshHoldsAndOnWhatSaidNothingYet() throws Exception {
        try (TestApplication application = TestApplication.named("v1")) {
            leaving.mode(Protocol.DETECT, MtlsMode.PERMISSIVE);
            leaving.serves(application.port()).start();
            assertThat(leaving.expectant()).as("before anybody came").isFalse();
            try (TestClient plain = new TestClient(leaving.inbound())) {
                Eventually.isTrue("it may say anything yet", leaving::expectant);
                assertThat(plain.get("/1").answer()).endsWith("v1");
                Eventually.isTrue("it is not of the mesh", () -> !leaving.expectant());
            }
            try (TestClient client = new TestClient(caller.outbound())) {
                assertThat(client.get("/2").answer()).endsWith("v1");
                assertThat(leaving.expectant()).as("a connection that the caller keeps").isTrue();
                assertThat(leaving.busy()).isFalse();

                Endpoint goes = leaving.endpoint();
                caller.backend(
                                "echo",
                                new Endpoint(
                                        goes.address(),
                                        EndpointState.DRAINING,
                                        goes.spiffeId(),
                                        goes.contract(),
                                        goes.podUid(),
                                        goes.workload()))
                        .start();
                caller.closeUnwanted();

                Eventually.isTrue("the caller let it go", () -> !leaving.expectant());
                assertThat(client.get("/3").answer()).as("there is no other").endsWith("v1");
            }
        }
    }

    @Test
    void opensNoNewTunnelButKeepsThoseThatStand() throws Exception {
        try (TestApplication application =
                TestApplication.with((app, in, out) -> {
                    for (int b = in.read(); b >= 0; b = in.read()) {
                        out.write(b);
                        out.flush();
                    }
                })) {
            leaving.serves(application.port()).start();
            caller.knows(SERVICE, Protocol.OPAQUE, new WeightedBackend("echo", 1)).start();
            try (TestClient old = new TestClient(caller.outbound())) {
                assertThat(old.send("a").read(1)).isEqualTo("a");

                leaving.drain.advance(Drain.Stage.INBOUND);

                assertThat(old.send("b").read(1)).as("an old tunnel").isEqualTo("b");
                assertThat(TestClient.silence(caller.outbound())).as("a new one").contains("reset");
                assertThat(leaving.busy()).isTrue();
            }
            Eventually.isTrue("nothing is under way", () -> !leaving.busy());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody let the application go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
