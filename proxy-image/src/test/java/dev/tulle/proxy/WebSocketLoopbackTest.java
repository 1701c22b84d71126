package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.http2.Http2Wire.Message;
import dev.tulle.proxy.model.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// WebSocket over HTTP/2 (RFC 8441) and over HTTP/1 (RFC 6455), each to an application of either.
class WebSocketLoopbackTest {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    @RegisterExtension final PodPair pods = new PodPair();
    private final TestPod caller = pods.caller();
    private final TestPod called = pods.called();

    /// A server of RFC 6455 up to the handshake; behind it six bytes go back at a time.
    private static TestApplication server(String accept) throws IOException {
        return TestApplication.with((application, in, out) -> {
            String key =
                    application
                            .head(in)
                            .lines()
                            .filter(line ->
                                    line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key: "))
                            .map(line -> line.substring(19))
                            .findFirst()
                            .orElse("");
            String answer = accept.isEmpty() ? accepting(key) : accept;
            out.write(
                    ("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                                    + "Upgrade: websocket\r\nSec-WebSocket-Accept: "
                                    + answer
                                    + "\r\nSec-WebSocket-Protocol: chat\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            for (byte[] read = in.readNBytes(6); read.length == 6; read = in.readNBytes(6)) {
                out.write(read);
                out.flush();
            }
            out.write("<bye>".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        });
    }

    private static String accepting(String key) {
        try {
            byte[] text =
                    (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                            .getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Http2Wire open(TestPod pod, String... more) throws IOException {
        Http2Wire client = Http2Wire.client(pod.outbound());
        String[] fields = new String[14 + more.length];
        String[] usual = {
            ":method",
            "CONNECT",
            ":protocol",
            "websocket",
            ":scheme",
            "http",
            ":path",
            "/chat",
            ":authority",
            "echo",
            "sec-websocket-version",
            "13",
            "sec-websocket-protocol",
            "chat"
        };
        System.arraycopy(usual, 0, fields, 0, 14);
        System.arraycopy(more, 0, fields, 14, more.length);
        client.headers(1, 0, fields);
        return client;
    }

    private static void echoes(Http2Wire client, String text) throws IOException {
        Message answer = client.message(1);
        int before = answer.body.size();
        client.data(1, 0, text);
        while (answer.body.size() < before + text.length()) {
            client.next();
        }
        assertThat(answer.text().substring(before)).isEqualTo(text);
    }

    private void nothingIsLeft() {
        Eventually.isTrue("nothing is under way", () -> !caller.busy() && !called.busy());
    }

    @Test
    void theProxySaysThatItTakesExtendedConnect() throws Exception {
        caller.start();
        try (Http2Wire client = Http2Wire.client(caller.outbound())) {
            byte[] settings = client.await(Http2Wire.SETTINGS).bytes();
            assertThat(new String(settings, StandardCharsets.ISO_8859_1))
                    .contains(
                            new String(
                                    Http2Wire.setting(Tunnels.ENABLE_CONNECT_PROTOCOL, 1),
                                    StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void http2ToHttp2() throws Exception {
        try (Http2Application application = Tunnels.echoing()) {
            pods.start(application.port(), Protocol.DETECT);
            try (Http2Wire client = open(caller)) {
                echoes(client, "hello!");
                assertThat(client.message(1).head())
                        .containsEntry(":status", "200")
                        .doesNotContainKeys("upgrade", "sec-websocket-accept", "connection");
                client.data(1, Http2Wire.END_STREAM, "last--");
                assertThat(client.answer(1).text()).isEqualTo("hello!last--<bye>");
            }
            assertThat(application.requests.element().head())
                    .containsEntry(":method", "CONNECT")
                    .containsEntry(":protocol", "websocket")
                    .containsEntry(":path", "/chat")
                    .containsEntry(":authority", "echo")
                    .containsEntry("sec-websocket-protocol", "chat")
                    .containsEntry("x-tulle-client-id", caller.spiffeId())
                    .doesNotContainKeys("upgrade", "sec-websocket-key");
        }
        nothingIsLeft();
    }

    @Test
    void http2ToHttp1() throws Exception {
        try (TestApplication application = server("")) {
            pods.start(application.port(), Protocol.HTTP1);
            try (Http2Wire client = open(caller)) {
                echoes(client, "hello!");
                assertThat(client.message(1).head())
                        .containsEntry(":status", "200")
                        .containsEntry("sec-websocket-protocol", "chat")
                        .doesNotContainKeys("upgrade", "sec-websocket-accept", "connection");
                client.data(1, Http2Wire.END_STREAM, "last--");
                assertThat(client.answer(1).text()).isEqualTo("hello!last--<bye>");
            }
            assertThat(application.heads.element())
                    .startsWith("GET /chat HTTP/1.1\r\n")
                    .contains("\r\nupgrade: websocket\r\n")
                    .contains("\r\nconnection: upgrade\r\n")
                    .contains("\r\nsec-websocket-version: 13\r\n")
                    .containsPattern("\r\nsec-websocket-key: [A-Za-z0-9+/]{22}==\r\n");
        }
        nothingIsLeft();
    }

    @Test
    void http1ToHttp2() throws Exception {
        try (Http2Application application = Tunnels.echoing()) {
            pods.start(application.port(), Protocol.HTTP2);
            try (TestClient client = new TestClient(caller.outbound())) {
                client.send(
                        "GET",
                        "/chat",
                        "Connection: Upgrade",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: " + KEY);
                assertThat(client.answer())
                        .startsWith("HTTP/1.1 101 ")
                        .contains("upgrade: websocket\r\n")
                        .contains("connection: upgrade\r\n")
                        .contains("sec-websocket-accept: " + ACCEPT + "\r\n");
                assertThat(client.send("hello!").read(6)).isEqualTo("hello!");
            }
            assertThat(application.requests.element().head())
                    .containsEntry(":method", "CONNECT")
                    .containsEntry(":protocol", "websocket")
                    .containsEntry(":scheme", "http")
                    .containsEntry(":path", "/chat")
                    .containsEntry("sec-websocket-version", "13")
                    .doesNotContainKeys("upgrade", "sec-websocket-key", "connection");
        }
        nothingIsLeft();
    }

    /// The application of HTTP/1 would take these bytes for its next request.
    @Test
    void whatComesTooEarlyIsNoRequestWhenTheUpgradeIsRefused() throws Exception {
        try (TestApplication application = TestApplication.named("v1")) {
            pods.start(application.port(), Protocol.HTTP1);
            try (Http2Wire client = open(caller)) {
                client.data(1, 0, "GET /smuggled HTTP/1.1\r\nHost: echo\r\n\r\n");
                Message answer = client.answer(1);
                assertThat(answer.head())
                        .as("a 200 would grant it")
                        .containsEntry(":status", "501")
                        .containsEntry("x-tulle-error", "no-upgrade");
                client.get(3, "/next");
                assertThat(client.answer(3).text()).isEqualTo("v1");
            }
            assertThat(application.heads)
                    .hasSize(2)
                    .noneMatch(head -> head.contains("/smuggled HTTP"));
        }
        nothingIsLeft();
    }

    @Test
    void aRefusalIsPassedOn() throws Exception {
        try (TestApplication application =
                TestApplication.with((self, in, out) -> {
                    while (!self.head(in).isEmpty()) {
                        out.write(
                                "HTTP/1.1 403 No\r\ncontent-length: 2\r\n\r\nno"
                                        .getBytes(StandardCharsets.US_ASCII));
                        out.flush();
                    }
                })) {
            pods.start(application.port(), Protocol.HTTP1);
            try (Http2Wire client = open(caller)) {
                Message answer = client.answer(1);
                assertThat(answer.status()).isEqualTo("403");
                assertThat(answer.text()).isEqualTo("no");
            }
        }
        nothingIsLeft();
    }

    @Test
    void anApplicationThatDoesNotKnowTheKeyIsNoWebSocket() throws Exception {
        try (TestApplication application = server("bm8=")) {
            pods.start(application.port(), Protocol.HTTP1);
            try (Http2Wire client = open(caller)) {
                assertThat(client.answer(1).head())
                        .containsEntry(":status", "501")
                        .containsEntry("x-tulle-error", "no-upgrade");
            }
        }
        nothingIsLeft();
    }

    /// RFC 8441 section 3: an application that did not say so must not be asked.
    @Test
    void anApplicationOfHttp2WithoutExtendedConnectIsNotAsked() throws Exception {
        try (Http2Application application = Http2Application.named("v2")) {
            pods.start(application.port(), Protocol.DETECT);
            try (Http2Wire client = open(caller)) {
                assertThat(client.answer(1).head())
                        .containsEntry(":status", "501")
                        .containsEntry("x-tulle-error", "no-upgrade");
                client.get(3, "/");
                assertThat(client.answer(3).text()).isEqualTo("v2");
            }
            assertThat(application.requests).hasSize(1);
        }
        nothingIsLeft();
    }
}
