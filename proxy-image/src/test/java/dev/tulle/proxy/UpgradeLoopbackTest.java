package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// WebSocket and its like: HTTP/1 up to the 101, bytes behind it, through two proxies.
class UpgradeLoopbackTest {
    private static final String[] OFFER = {"Connection: keep-alive, Upgrade", "Upgrade: websocket"};

    @RegisterExtension final PodPair pods = new PodPair();
    private final TestPod caller = pods.caller();
    private final TestPod called = pods.called();

    private TestClient client(TestApplication application) throws Exception {
        pods.start(application.port(), Protocol.DETECT);
        return new TestClient(caller.outbound());
    }

    /// Answers with this head, then sends each six bytes back until "ending" comes.
    private static TestApplication answering(String head) throws Exception {
        return TestApplication.with((application, in, out) -> {
            application.head(in);
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            byte[] read = in.readNBytes(6);
            while (read.length == 6
                    && !new String(read, StandardCharsets.US_ASCII).equals("ending")) {
                out.write(read);
                out.flush();
                read = in.readNBytes(6);
            }
        });
    }

    private static String switching(String protocol) {
        return "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: "
                + protocol
                + "\r\n\r\n";
    }

    @Test
    void bytesGoBothWaysBehindThe101() throws Exception {
        try (TestApplication application = answering(switching("websocket"));
                TestClient client = client(application)) {
            client.send("GET", "/chat", OFFER);
            assertThat(client.answer())
                    .startsWith("HTTP/1.1 101 ")
                    .contains("upgrade: websocket\r\n")
                    .contains("connection: upgrade\r\n");
            for (int i = 100_000; i < 100_050; i++) {
                assertThat(client.send("" + i).read(6)).isEqualTo("" + i);
            }
            assertThat(client.send("ending").rest()).as("behind the end").isEmpty();
            assertThat(application.heads.element())
                    .contains("upgrade: websocket\r\n")
                    .contains("connection: upgrade\r\n");
        }
        Eventually.isTrue("nothing is under way", () -> !caller.busy() && !called.busy());
    }

    @Test
    void whatTheClientSendsTooEarlyWaits() throws Exception {
        try (TestApplication application = answering(switching("websocket"));
                TestClient client = client(application)) {
            client.send(
                    "GET / HTTP/1.1\r\nHost: echo\r\nConnection: upgrade\r\n"
                            + "Upgrade: websocket\r\n\r\nearly!");
            assertThat(client.answer()).startsWith("HTTP/1.1 101 ");
            assertThat(client.read(6)).isEqualTo("early!");
        }
    }

    @Test
    void aRefusedOfferIsAnAnswerLikeAnyOther() throws Exception {
        try (TestApplication application = TestApplication.named("v1");
                TestClient client = client(application)) {
            assertThat(client.send("GET", "/", OFFER).answer()).endsWith("v1");
            assertThat(client.get("/again").answer()).endsWith("v1");
        }
    }

    @Test
    void anotherProtocolThanWasOfferedIsNone() throws Exception {
        try (TestApplication application = answering(switching("other"));
                TestClient client = client(application)) {
            assertThat(client.send("GET", "/", OFFER).answer())
                    .as("row 17")
                    .startsWith("HTTP/1.1 502 ")
                    .contains("x-tulle-error: bad-response");
        }
    }

    @Test
    void http2IsNotOffered() throws Exception {
        try (TestApplication application = TestApplication.named("v1");
                TestClient client = client(application)) {
            client.send(
                    "GET",
                    "/",
                    "Connection: Upgrade, HTTP2-Settings",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAMAAABkAAQAAP__");
            assertThat(client.answer()).startsWith("HTTP/1.1 200 ").endsWith("v1");
            assertThat(application.heads.element().toLowerCase(Locale.ROOT))
                    .doesNotContain("upgrade")
                    .doesNotContain("http2-settings");
        }
    }
}
