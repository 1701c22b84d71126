package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Probe;
import dev.tulle.proxy.model.ProbeKind;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.tls.TestAuthority;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What happens beyond the bounds, on real sockets.
class BoundsLoopbackTest {
    private static final String SERVICE = "10.96.0.10:80";

    private TestAuthority authority;
    private TestPod called;

    @BeforeEach
    void start() throws Exception {
        authority = TestAuthority.of(TestPod.TRUST_DOMAIN);
        called = new TestPod("called", authority).mode(Protocol.DETECT, MtlsMode.STRICT);
    }

    @AfterEach
    void stop() {
        called.close();
    }

    private TestPod caller(Bounds bounds) throws Exception {
        return new TestPod("caller", authority, LoopObservers.none(), bounds)
                .calls(SERVICE)
                .knows(SERVICE, Protocol.HTTP1, new WeightedBackend("echo", 1))
                .backend("echo", called.endpoint())
                .start();
    }

    @Test
    void resetsConnectionsBeyondTheBoundAndServesTheOthers() throws Exception {
        try (TestApplication application = TestApplication.named("v1");
                TestPod caller = caller(new Bounds(3, 100, 100, 100, 1 << 20))) {
            called.serves(application.port()).start();
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                TestClient client = new TestClient(caller.outbound());
                clients.add(client);
                assertThat(client.get("/").answer()).endsWith("v1");
            }

            assertThat(TestClient.silence(caller.outbound())).contains("reset");
            assertThat(clients.getFirst().get("/").answer()).endsWith("v1");

            clients.getLast().close();
            Eventually.isTrue("a place is free", () -> caller.connections() == 2);
            try (TestClient again = new TestClient(caller.outbound())) {
                assertThat(again.get("/").answer()).endsWith("v1");
            }
            for (TestClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void servesProbesOfTheKubeletBeyondTheBound() throws Exception {
        try (TestApplication application = TestApplication.named("v1");
                TestPod full =
                        new TestPod(
                                "full",
                                authority,
                                LoopObservers.none(),
                                new Bounds(3, 100, 100, 100, 1 << 20))) {
            Probe probe = new Probe(0, ProbeKind.HTTP, application.port(), "/healthz", "", 1);
            full.serves(application.port()).mode(Protocol.DETECT, MtlsMode.STRICT, probe).start();
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                clients.add(new TestClient(full.inbound()));
            }
            Eventually.isTrue("all places are taken", () -> full.connections() == 3);

            for (int i = 0; i < 16; i++) {
                TestClient kubelet = new TestClient(full.inbound());
                clients.add(kubelet);
                assertThat(kubelet.get("/healthz").answer()).as("probe %s", i).endsWith("v1");
            }
            assertThat(TestClient.silence(full.inbound())).as("there is an end").contains("reset");

            clients.getLast().close();
            Eventually.isTrue("a place is free", () -> full.connections() == 18);
            full.mode(Protocol.DETECT, MtlsMode.STRICT).start();
            assertThat(TestClient.silence(full.inbound()))
                    .as("a port without a probe")
                    .contains("reset");
            for (TestClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void refusesRequestsBeyondTheBound() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        try (TestApplication application = slow(finish);
                TestPod caller = caller(new Bounds(100, 1, 100, 100, 1 << 20))) {
            called.serves(application.port()).start();
            try (TestClient first = new TestClient(caller.outbound());
                    TestClient second = new TestClient(caller.outbound())) {
                first.get("/");
                Eventually.isTrue("it arrived", () -> !application.heads.isEmpty());

                assertThat(second.get("/").answer())
                        .startsWith("HTTP/1.1 503 ")
                        .contains("x-tulle-error: overloaded\r\n");
                finish.countDown();
                assertThat(first.answer()).endsWith("ok");
            }
        }
    }

    @Test
    void answersProbesBeyondTheBoundOfRequestsAndWithoutMemory() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        try (TestApplication application = slow(finish);
                TestPod full =
                        new TestPod(
                                "full",
                                authority,
                                LoopObservers.none(),
                                new Bounds(100, 1, 100, 100, 1 << 20))) {
            Probe probe = new Probe(0, ProbeKind.HTTP, application.port(), "/healthz", "", 1);
            full.serves(application.port())
                    .mode(Protocol.DETECT, MtlsMode.PERMISSIVE, probe)
                    .start();
            full.memory = 0.9;
            List<TestClient> kubelet = new ArrayList<>();
            for (int i = 1; i <= 17; i++) {
                int arrived = i;
                kubelet.add(new TestClient(full.inbound()).get("/healthz"));
                Eventually.isTrue(
                        "probe %d arrived".formatted(i), () -> application.heads.size() == arrived);
            }

            for (String path : List.of("/healthz", "/")) {
                try (TestClient refused = new TestClient(full.inbound())) {
                    assertThat(refused.get(path).answer())
                            .as("%s while the place of every probe is taken", path)
                            .contains("x-tulle-error: overloaded\r\n");
                }
            }
            finish.countDown();
            for (TestClient client : kubelet) {
                assertThat(client.answer()).endsWith("ok");
                client.close();
            }
            try (TestClient other = new TestClient(full.inbound())) {
                assertThat(other.get("/").answer())
                        .as("what is no probe, without memory")
                        .contains("x-tulle-error: overloaded\r\n");
            }
        }
    }

    @Test
    void handsOutNoMoreHandshakesAtOnceThanTheBoundButServesAll() throws Exception {
        TestPod narrow =
                new TestPod(
                        "called",
                        authority,
                        LoopObservers.none(),
                        new Bounds(100, 100, 100, 1, 1 << 20));
        try (TestApplication application = TestApplication.named("v1");
                narrow;
                TestPod caller =
                        new TestPod("caller", authority)
                                .calls(SERVICE)
                                .knows(SERVICE, Protocol.HTTP1, new WeightedBackend("echo", 1))
                                .backend("echo", narrow.endpoint())
                                .start()) {
            narrow.serves(application.port()).start();
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(new TestClient(caller.outbound()).get("/"));
            }
            for (TestClient client : clients) {
                assertThat(client.answer()).endsWith("v1");
                client.close();
            }
        }
    }

    @Test
    void holdsNoMoreThanTheWatermarksOfABigAnswerThatNobodyReads() throws Exception {
        byte[] piece = new byte[1 << 20];
        try (TestApplication application =
                        TestApplication.with((app, in, out) -> flood(app, in, out, piece));
                TestPod caller = caller(Bounds.of(100))) {
            called.serves(application.port()).start();
            try (TestClient client = new TestClient(caller.outbound())) {
                long before = PlatformDependent.usedDirectMemory();
                client.get("/");
                Eventually.isTrue("the answer comes", () -> application.sent.get() > 0);
                Eventually.isTrue("it stands still", application::standsStill);

                assertThat(application.sent.get()).as("MiB taken by both proxies").isLessThan(64);
                assertThat(PlatformDependent.usedDirectMemory() - before)
                        .as("direct memory of both proxies")
                        .isLessThan(8 << 20);
            }
        }
    }

    private static void flood(
            TestApplication application, InputStream in, OutputStream out, byte[] piece)
            throws IOException {
        application.head(in);
        String head = "HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 1_024; i++) {
            out.write(piece);
            application.sent.incrementAndGet();
        }
    }

    private static TestApplication slow(CountDownLatch finish) throws IOException {
        return TestApplication.with((app, in, out) -> {
            app.head(in);
            try {
                assertThat(finish.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            out.write(
                    "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            app.head(in);
        });
    }
}
