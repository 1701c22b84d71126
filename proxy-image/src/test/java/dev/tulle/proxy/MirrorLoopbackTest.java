package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.HeaderEdit;
import dev.tulle.proxy.model.Mirror;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.Rewrite;
import dev.tulle.proxy.model.RouteMatch;
import dev.tulle.proxy.model.RouteRule;
import dev.tulle.proxy.model.RuleChanges;
import dev.tulle.proxy.model.TextMatch;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.telemetry.Gauges;
import dev.tulle.proxy.telemetry.Metrics;
import dev.tulle.proxy.tls.TestAuthority;
import io.netty.util.concurrent.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Copies of requests reach the mirror and never touch the caller.
class MirrorLoopbackTest {

    private static final String SERVICE = "10.96.0.10:80";

    private final Metrics metrics = new Metrics(1, Ticker.systemTicker());
    private TestPod caller;
    private TestApplication application;

    @BeforeEach
    void start() throws Exception {
        caller =
                new TestPod(
                        "caller",
                        TestAuthority.of(TestPod.TRUST_DOMAIN),
                        LoopObservers.of(metrics.loop(0)),
                        Bounds.of(1_024));
        application = TestApplication.named("v1");
        caller.calls(SERVICE)
                .knows(SERVICE, Protocol.DETECT, new WeightedBackend("echo", 1))
                .backend("echo", TestPod.plain(application.port()));
    }

    @AfterEach
    void stop() {
        caller.close();
        application.close();
    }

    private void mirrors(int percent, @Nullable Rewrite rewrite) throws Exception {
        RouteMatch match =
                new RouteMatch(
                        new TextMatch.Prefix("/"), Set.of(), List.of(), List.of(), List.of());
        RuleChanges changes =
                new RuleChanges(
                        null,
                        rewrite,
                        HeaderEdit.NOTHING,
                        HeaderEdit.NOTHING,
                        List.of(new Mirror("shadow", percent)));
        caller.routes(SERVICE, new RouteRule("all", List.of(match), List.of(), changes)).start();
    }

    private static String post(String body) {
        return "POST /a HTTP/1.1\r\nHost: echo\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    @Test
    void sendsCopiesThatSayThatTheyAreSome() throws Exception {
        try (TestApplication shadow = TestApplication.named("shadow")) {
            caller.backend("shadow", TestPod.plain(shadow.port()));
            mirrors(100, new Rewrite("", "/b", ""));

            try (TestClient client = new TestClient(caller.outbound())) {
                client.send(post("hello"));
                assertThat(client.answer()).as("the original's answer").endsWith("v1");
            }
            Eventually.isTrue("a copy", () -> !shadow.heads.isEmpty());

            assertThat(shadow.heads.peek())
                    .startsWith("POST /b HTTP/1.1\r\n")
                    .contains("host: echo\r\n", "content-length: 5\r\n", "x-tulle-mirror: 1\r\n");
            assertThat(application.heads.peek()).doesNotContain("x-tulle-mirror");
        }
    }

    @Test
    void copiesAChunkedBodyToTheEnd() throws Exception {
        StringBuilder seen = new StringBuilder();
        CountDownLatch done = new CountDownLatch(1);
        try (TestApplication shadow =
                TestApplication.with((app, in, out) -> {
                    seen.append(app.head(in));
                    seen.append(new String(in.readNBytes(16), StandardCharsets.US_ASCII));
                    done.countDown();
                    out.write(
                            "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    app.head(in);
                })) {
            caller.backend("shadow", TestPod.plain(shadow.port()));
            mirrors(100, null);

            try (TestClient client = new TestClient(caller.outbound())) {
                client.send(
                        String.join(
                                "\r\n",
                                "POST /a HTTP/1.1",
                                "Host: echo",
                                "Transfer-Encoding: chunked",
                                "",
                                "6",
                                "world!",
                                "0",
                                "",
                                ""));
                done.await();
            }

            assertThat(seen.toString())
                    .containsOnlyOnce("transfer-encoding: chunked")
                    .endsWith("6\r\nworld!\r\n0\r\n\r\n");
        }
    }

    @Test
    void neverTouchesTheCallerWhenTheMirrorIsGoneOrHangs() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (TestApplication hangs =
                TestApplication.with((app, in, out) -> {
                    app.head(in);
                    await(never);
                })) {
            caller.backend("shadow", TestPod.plain(hangs.port()));
            mirrors(100, null);

            Assertions.assertTimeout(
                    Duration.ofSeconds(4),
                    () -> {
                        try (TestClient client = new TestClient(caller.outbound())) {
                            for (int i = 0; i < 150; i++) {
                                client.send(post("hello"));
                                assertThat(client.answer()).endsWith("v1");
                            }
                        }
                    });

            assertThat(hangs.heads).as("copies at once").hasSizeLessThanOrEqualTo(100);
        } finally {
            never.countDown();
        }
        caller.backend("shadow");
        caller.start();
        try (TestClient client = new TestClient(caller.outbound())) {
            assertThat(client.get("/").answer()).endsWith("v1");
        }
    }

    @Test
    void givesUpACopyThatDoesNotLeave() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        String body = "0123456789".repeat(2_000_000);
        try (TestApplication hangs =
                TestApplication.with((app, in, out) -> {
                    app.head(in);
                    await(never);
                })) {
            caller.backend("shadow", TestPod.plain(hangs.port()));
            mirrors(100, null);

            try (TestClient client = new TestClient(caller.outbound())) {
                client.send(post(body));
                assertThat(client.answer()).as("the original went on").endsWith("v1");
            }
            assertThat(page()).contains("tulle_proxy_mirrors_total{result=\"overflow\"} 1\n");
        } finally {
            never.countDown();
        }
    }

    @Test
    void copiesAPartOfTheRequests() throws Exception {
        try (TestApplication shadow = TestApplication.named("shadow")) {
            caller.backend("shadow", TestPod.plain(shadow.port()));
            mirrors(20, null);

            try (TestClient client = new TestClient(caller.outbound())) {
                for (int i = 0; i < 300; i++) {
                    assertThat(client.get("/").answer()).endsWith("v1");
                }
            }

            Eventually.isTrue("copies", () -> shadow.heads.size() > 20);
            assertThat(shadow.heads).hasSizeLessThan(110);
        }
    }

    @Test
    void copiesNoRequestForAnotherProtocol() throws Exception {
        try (TestApplication shadow = TestApplication.named("shadow")) {
            caller.backend("shadow", TestPod.plain(shadow.port()));
            mirrors(100, null);

            try (TestClient client = new TestClient(caller.outbound())) {
                client.send("GET", "/", "Connection: upgrade", "Upgrade: websocket");
                assertThat(client.answer()).endsWith("v1");
                assertThat(client.get("/copied").answer()).endsWith("v1");
            }
            Eventually.isTrue("a copy", () -> !shadow.heads.isEmpty());

            assertThat(shadow.heads.peek()).startsWith("GET /copied ");
        }
    }

    private String page() {
        return metrics.page(() -> new Gauges(Optional.empty(), Optional.empty(), 0, 0, 0, false));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
