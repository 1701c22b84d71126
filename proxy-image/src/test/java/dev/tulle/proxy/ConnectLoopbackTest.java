package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.http2.Http2Wire.Message;
import dev.tulle.proxy.model.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// CONNECT through two proxies: to the destination like any request, bytes both ways behind a 2xx.
class ConnectLoopbackTest {
    private static final String ASKED = "elsewhere.example:443";

    @RegisterExtension final PodPair pods = new PodPair();
    private final TestPod caller = pods.caller();
    private final TestPod called = pods.called();

    private TestClient client(TestApplication application) throws Exception {
        pods.start(application.port(), Protocol.DETECT);
        return new TestClient(caller.outbound());
    }

    /// A proxy of HTTP: answers with this head, then sends back what comes until it ends.
    private static TestApplication granting(String head) throws IOException {
        return TestApplication.with((application, in, out) -> {
            application.head(in);
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            echo(in, out);
        });
    }

    private static void echo(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[8_192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            out.flush();
        }
        out.write("<bye>".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String connect(String target) {
        return "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 Connection established\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n"
            })
    void bytesGoBothWaysBehindA2xx(String granted) throws Exception {
        try (TestApplication application = granting(granted);
                TestClient client = client(application)) {
            assertThat(client.send(connect(ASKED)).answer())
                    .matches("(?s)HTTP/1.1 20[04] .*\r\n\r\n")
                    .doesNotContainIgnoringCase("content-length")
                    .doesNotContainIgnoringCase("transfer-encoding");
            for (int i = 100_000; i < 100_050; i++) {
                assertThat(client.send("" + i).read(6)).isEqualTo("" + i);
            }
            assertThat(application.heads.element())
                    .startsWith("CONNECT " + ASKED + " HTTP/1.1\r\n")
                    .contains("Host: " + ASKED)
                    .contains("x-tulle-client-id: " + caller.spiffeId());
        }
        Eventually.isTrue("nothing is under way", () -> !caller.busy() && !called.busy());
    }

    @Test
    void theEndOfTheClientEndsTheTunnelBehindAllBytes() throws Exception {
        String text = "x".repeat(300_000);
        StringBuilder got = new StringBuilder();
        try (TestApplication application =
                        TestApplication.with((self, in, out) -> {
                            self.head(in);
                            out.write(
                                    "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                            out.flush();
                            got.append(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
                            self.sent.incrementAndGet();
                        });
                TestClient client = client(application)) {
            client.send(connect(ASKED)).answer();
            client.send(text).endOutput();
            assertThat(client.rest()).isEmpty();
            Eventually.isTrue("the application has all", () -> application.sent.get() == 1);
            assertThat(got.toString()).hasSize(text.length()).isEqualTo(text);
        }
        Eventually.isTrue("nothing is under way", () -> !caller.busy() && !called.busy());
    }

    @Test
    void theEndOfTheApplicationEndsTheTunnelBehindAllBytes() throws Exception {
        String text = "y".repeat(3_000_000);
        try (TestApplication application =
                        TestApplication.with((self, in, out) -> {
                            self.head(in);
                            out.write(
                                    ("HTTP/1.1 200 OK\r\n\r\n" + text)
                                            .getBytes(StandardCharsets.US_ASCII));
                            out.flush();
                        });
                TestClient client = client(application)) {
            assertThat(client.send(connect(ASKED)).answer()).startsWith("HTTP/1.1 200 ");
            assertThat(client.rest()).isEqualTo(text);
        }
        Eventually.isTrue("nothing is under way", () -> !caller.busy() && !called.busy());
    }

    @Test
    void whatComesTooEarlyIsNoRequestWhenTheTunnelIsRefused() throws Exception {
        try (TestApplication application =
                        TestApplication.with((self, in, out) -> {
                            while (!self.head(in).isEmpty()) {
                                out.write(
                                        "HTTP/1.1 403 No\r\ncontent-length: 2\r\n\r\nno"
                                                .getBytes(StandardCharsets.US_ASCII));
                                out.flush();
                            }
                        });
                TestClient client = client(application)) {
            client.send(connect(ASKED) + "GET /smuggled HTTP/1.1\r\nHost: echo\r\n\r\n");
            assertThat(client.answer())
                    .startsWith("HTTP/1.1 403 ")
                    .contains("connection: close\r\n")
                    .endsWith("no");
            assertThat(client.rest()).isEmpty();
            assertThat(application.heads).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECT /path HTTP/1.1\r\nHost: echo\r\n\r\n",
                "CONNECT http://a:80/ HTTP/1.1\r\nHost: echo\r\n\r\n",
                "CONNECT echo HTTP/1.1\r\nHost: echo\r\n\r\n",
                "CONNECT echo: HTTP/1.1\r\nHost: echo\r\n\r\n",
                "CONNECT :443 HTTP/1.1\r\nHost: echo\r\n\r\n",
                "CONNECT echo:0 HTTP/1.1\r\nHost: echo\r\n\r\n",
                "CONNECT echo:65536 HTTP/1.1\r\nHost: echo\r\n\r\n",
                "CONNECT user@echo:443 HTTP/1.1\r\nHost: echo\r\n\r\n",
                "CONNECT echo:443 HTTP/1.1\r\n\r\n",
                "CONNECT echo:443 HTTP/1.1\r\nHost: echo\r\nContent-Length: 1\r\n\r\nx",
                "CONNECT echo:443 HTTP/1.1\r\nHost: echo\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void whatIsNoConnectIsRefused(String request) throws Exception {
        try (TestApplication application = granting("HTTP/1.1 200 OK\r\n\r\n");
                TestClient client = client(application)) {
            assertThat(client.send(request).answer())
                    .startsWith("HTTP/1.1 400 ")
                    .contains("x-tulle-error: bad-request");
            assertThat(application.heads).isEmpty();
        }
    }

    /// No open proxy: what is asked for is a name of the application's, and listens here.
    @Test
    void nothingIsEverDialledThatWasAskedFor() throws Exception {
        try (TestApplication other = TestApplication.named("other");
                TestApplication application = TestApplication.named("proxy");
                TestClient client = client(application)) {
            client.send(connect("127.0.0.1:" + other.port()));
            assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
            assertThat(other.connections).hasValue(0);
            assertThat(application.heads).hasSize(1);
        }
    }

    @Test
    void strictRefusesItInPlaintext() throws Exception {
        try (TestApplication application = granting("HTTP/1.1 200 OK\r\n\r\n")) {
            pods.start(application.port(), Protocol.DETECT);
            try (TestClient client = new TestClient(called.inbound())) {
                assertThat(client.send(connect(ASKED)).answer())
                        .startsWith("HTTP/1.1 403 ")
                        .contains("x-tulle-error: plaintext-refused");
            }
            assertThat(application.heads).isEmpty();
        }
    }

    @Test
    void overHttp2ToAnApplicationOfHttp2() throws Exception {
        try (Http2Application application = Tunnels.echoing()) {
            pods.start(application.port(), Protocol.DETECT);
            try (Http2Wire client = Http2Wire.client(caller.outbound())) {
                client.headers(1, 0, ":method", "CONNECT", ":authority", ASKED);
                client.data(1, 0, "early-");
                client.data(1, 0, "bytes-");
                Message answer = client.message(1);
                while (answer.body.size() < 12) {
                    client.next();
                }
                assertThat(answer.head()).containsEntry(":status", "200");
                assertThat(answer.text()).isEqualTo("early-bytes-");
                client.data(1, Http2Wire.END_STREAM, "last");
                assertThat(client.answer(1).text()).isEqualTo("early-bytes-last<bye>");
            }
            assertThat(application.requests.element().head())
                    .containsEntry(":method", "CONNECT")
                    .containsEntry(":authority", ASKED)
                    .doesNotContainKeys(":path", ":scheme", ":protocol");
        }
        Eventually.isTrue("nothing is under way", () -> !caller.busy() && !called.busy());
    }

    @Test
    void overHttp2ToAnApplicationOfHttp1() throws Exception {
        try (TestApplication application = granting("HTTP/1.1 200 OK\r\n\r\n")) {
            pods.start(application.port(), Protocol.HTTP1);
            try (Http2Wire client = Http2Wire.client(caller.outbound())) {
                client.headers(1, 0, ":method", "CONNECT", ":authority", ASKED);
                client.data(1, Http2Wire.END_STREAM, "hello");
                assertThat(client.answer(1).text())
                        .as("an application of HTTP/1 has a half-close of its own")
                        .isEqualTo("hello<bye>");
            }
            assertThat(application.heads.element()).startsWith("CONNECT " + ASKED + " HTTP/1.1");
        }
        Eventually.isTrue("nothing is under way", () -> !caller.busy() && !called.busy());
    }

    @Test
    void overHttp1ToAnApplicationOfHttp2() throws Exception {
        try (Http2Application application = Tunnels.echoing()) {
            pods.start(application.port(), Protocol.HTTP2);
            try (TestClient client = new TestClient(caller.outbound())) {
                assertThat(client.send(connect(ASKED)).answer()).startsWith("HTTP/1.1 200 ");
                assertThat(client.send("hello").read(5)).isEqualTo("hello");
            }
            assertThat(application.requests.element().head())
                    .containsEntry(":authority", ASKED)
                    .doesNotContainKeys(":path", ":scheme");
        }
        Eventually.isTrue("nothing is under way", () -> !caller.busy() && !called.busy());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method CONNECT",
                ":method CONNECT :authority echo",
                ":method CONNECT :authority echo:443 :path /",
                ":method CONNECT :authority echo:443 :scheme http",
                ":method CONNECT :authority echo :scheme http :protocol websocket",
                ":method CONNECT :authority echo :scheme http :path / :protocol h2c",
                ":method CONNECT :authority echo :scheme http :path / :protocol a,b",
                ":method GET :authority echo :scheme http :path / :protocol websocket"
            })
    void whatIsNoConnectIsResetOverHttp2(String fields) throws Exception {
        try (Http2Application application = Tunnels.echoing()) {
            pods.start(application.port(), Protocol.DETECT);
            try (Http2Wire client = Http2Wire.client(caller.outbound())) {
                client.headers(1, 0, fields.split(" "));
                assertThat(client.answer(1).reset).as("PROTOCOL_ERROR").isEqualTo(1);
            }
            assertThat(application.requests).isEmpty();
        }
    }

    @Test
    void aClientThatResetsItsTunnelEndsIt() throws Exception {
        try (Http2Application application = Tunnels.echoing()) {
            pods.start(application.port(), Protocol.DETECT);
            try (Http2Wire client = Http2Wire.client(caller.outbound())) {
                client.headers(1, 0, ":method", "CONNECT", ":authority", ASKED);
                client.data(1, 0, "hello");
                while (client.message(1).body.size() < 5) {
                    client.next();
                }
                client.rst(1, 8);
                Eventually.isTrue("nothing is under way", () -> !caller.busy() && !called.busy());
                Eventually.isTrue("the application is told", () -> application.resets.contains(8));
            }
        }
    }
}
