package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.http2.FieldBlock;
import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.tls.TestAuthority;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients may not do to the inbound listener. The rows are those of the list of inputs that a
/// proxy must survive: 20 malformed requests, 21 what HTTP/1 would take for a line's end, 22
/// resets, 23 floods, 24 header compression.
class Http2HygieneLoopbackTest {
    private static final int PROTOCOL_ERROR = 1;
    private static final int COMPRESSION_ERROR = 9;
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int LIMIT = 200;

    private TestPod called;
    private Http2Application application;

    @BeforeEach
    void startPod() throws Exception {
        application = Http2Application.named("v2");
        called = new TestPod("called", TestAuthority.of(TestPod.TRUST_DOMAIN));
        called.serves(application.port()).mode(Protocol.HTTP2, MtlsMode.PERMISSIVE).start();
    }

    @AfterEach
    void stopPod() {
        called.close();
        application.close();
    }

    private Http2Wire client() throws IOException {
        return Http2Wire.client(called.inbound());
    }

    /// The connection is good for the next request, and no other one was forwarded.
    private void assertServes(Http2Wire client, int stream) throws IOException {
        assertThat(client.get(stream, "/after").answer(stream).status()).isEqualTo("200");
        assertThat(application.requests).hasSize(1);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                row("20: upper case", "X-Upper", "a"),
                row("20: connection", "connection", "close"),
                row("20: keep-alive", "keep-alive", "timeout=1"),
                row("20: te", "te", "gzip"),
                row("20: unknown pseudo-header", ":unknown", "a"),
                row("20: pseudo-header behind a field", "x", "y", ":path", "/b"),
                row("20: doubled pseudo-header", ":path", "/b"),
                row("20: status in a request", ":status", "200"),
                row("20: content-length", "content-length", "5"),
                row("20: two content-lengths", "content-length", "0", "content-length", "1"),
                row("9: host that differs", "host", "other"),
                row("21: CR LF in a value", "x", "a\r\nb: c"),
                row("21: LF in a value", "x", "a\nb"),
                row("21: NUL in a value", "x", "a\0b"),
                row("21: space around a value", "x", " a"),
                row("21: space in a name", "a b", "c"),
                row("21: colon in a name", "a:b", "c"),
                row("21: CR LF in a name", "a\r\nb", "c"),
                row("21: empty name", "", "c"),
                row("21: transfer-encoding", "transfer-encoding", "chunked"));
    }

    private static Arguments row(String name, String... fields) {
        return Arguments.of(name, fields);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void malformed(String name, String... fields) throws Exception {
        try (Http2Wire client = client()) {
            client.request(1, Http2Wire.END_STREAM, "GET", "/", fields);

            assertThat(client.answer(1).reset).as(name).isEqualTo(PROTOCOL_ERROR);
            assertServes(client, 3);
        }
    }

    @ParameterizedTest(name = "21: path \"{0}\"")
    @ValueSource(strings = {"/a b", "a", "*", "", "http://x/", "/a\r\nb"})
    void pathsThatAreNone(String path) throws Exception {
        try (Http2Wire client = client()) {
            client.get(1, path);

            assertThat(client.answer(1).reset).isEqualTo(PROTOCOL_ERROR);
            assertServes(client, 3);
        }
    }

    @Test
    void pseudoHeaderInTrailers() throws Exception {
        try (Http2Wire client = client()) {
            client.request(1, 0, "POST", "/").headers(1, Http2Wire.END_STREAM, ":path", "/");

            assertThat(client.answer(1).reset).as("row 20").isEqualTo(PROTOCOL_ERROR);
        }
    }

    @Test
    void lengthThatIsNotThatOfTheBody() throws Exception {
        try (Http2Wire client = client()) {
            client.request(1, 0, "POST", "/", "content-length", "5");
            client.data(1, Http2Wire.END_STREAM, "1234");

            assertThat(client.answer(1).reset).as("row 20").isEqualTo(PROTOCOL_ERROR);
        }
    }

    @Test
    void trailersLoseWhatHasNoPlaceThere() throws Exception {
        try (Http2Wire client = client()) {
            client.request(1, 0, "POST", "/");
            client.headers(
                    1,
                    Http2Wire.END_STREAM,
                    "content-length",
                    "3",
                    "authorization",
                    "b",
                    "x-tulle-client-id",
                    "spiffe://forged",
                    "x-sum",
                    "42");

            assertThat(client.answer(1).status()).isEqualTo("200");
            assertThat(application.requests.element().last()).as("row 7").containsOnlyKeys("x-sum");
        }
    }

    @ParameterizedTest(name = "22: {0} resets")
    @ValueSource(ints = {LIMIT / 2, LIMIT + 50})
    void rapidReset(int resets) throws Exception {
        try (Http2Wire client = client()) {
            for (int i = 0; i < resets; i++) {
                client.write(Http2Wire.HEADERS, 5, 2 * i + 1, request());
                client.write(Http2Wire.RST_STREAM, 0, 2 * i + 1, Http2Wire.fourBytes(8));
            }
            client.flush();

            assertCalm(client, resets < LIMIT, 2 * resets + 1);
        }
    }

    @ParameterizedTest(name = "22: {0} resets that the client makes us send")
    @ValueSource(ints = {LIMIT / 2, LIMIT + 50})
    void madeYouReset(int resets) throws Exception {
        try (Http2Wire client = client()) {
            for (int i = 0; i < resets; i++) {
                client.write(Http2Wire.HEADERS, 4, 2 * i + 1, request());
                client.write(Http2Wire.WINDOW_UPDATE, 0, 2 * i + 1, Http2Wire.fourBytes(0));
            }
            client.flush();

            assertCalm(client, resets < LIMIT, 2 * resets + 1);
        }
    }

    private static byte[] request() {
        return FieldBlock.of(
                ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "echo");
    }

    private static void assertCalm(Http2Wire client, boolean serves, int stream)
            throws IOException {
        if (serves) {
            assertThat(client.get(stream, "/after").answer(stream).status()).isEqualTo("200");
        } else {
            assertThat(client.goAway()).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    static Stream<Arguments> floods() {
        return Stream.of(
                flood("SETTINGS", LIMIT + 10, Http2Wire.SETTINGS, 0),
                flood("PING", 1_010, Http2Wire.PING, 0, new byte[8]),
                flood("PRIORITY", 1_010, Http2Wire.PRIORITY, 5, new byte[5]),
                flood("empty DATA", 10, Http2Wire.DATA, 1),
                flood("1-byte WINDOW_UPDATE", 10_100, Http2Wire.WINDOW_UPDATE, 0, one()),
                flood("CONTINUATION", 100, Http2Wire.CONTINUATION, 1, new byte[0]),
                flood(
                        "small CONTINUATION",
                        100,
                        Http2Wire.CONTINUATION,
                        1,
                        FieldBlock.of("a", "b")));
    }

    private static byte[] one() {
        return Http2Wire.fourBytes(1);
    }

    private static Arguments flood(String name, int frames, int type, int stream, byte... of) {
        return Arguments.of(name, frames, type, stream, of);
    }

    @ParameterizedTest(name = "23: {0}")
    @MethodSource
    void floods(String name, int frames, int type, int stream, byte[] payload) throws Exception {
        try (Http2Wire client = client()) {
            if (stream == 1) {
                int flags = type == Http2Wire.CONTINUATION ? 0 : Http2Wire.END_HEADERS;
                client.send(Http2Wire.HEADERS, flags, 1, request());
            }
            for (int i = 0; i < frames; i++) {
                client.write(type, 0, stream, payload);
            }
            client.flush();

            assertThat(client.goAway()).as(name).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    @Test
    void headerListThatIsTooLong() throws Exception {
        try (Http2Wire client = client()) {
            String[] fields = {"x-a", "a".repeat(33_000), "x-b", "b".repeat(33_000)};
            byte[] block = concat(request(), FieldBlock.of(fields));
            client.write(Http2Wire.HEADERS, 1, 1, Arrays.copyOf(block, 16_000));
            int at = 16_000;
            for (; block.length - at > 16_000; at += 16_000) {
                client.write(
                        Http2Wire.CONTINUATION, 0, 1, Arrays.copyOfRange(block, at, at + 16_000));
            }
            client.send(Http2Wire.CONTINUATION, 4, 1, Arrays.copyOfRange(block, at, block.length));

            assertThat(client.answer(1).status()).as("row 24").isEqualTo("431");
            assertServes(client, 3);
        }
    }

    /// Each further byte stands for 4 KiB of fields.
    @Test
    void bombOfIndexedFields() throws Exception {
        try (Http2Wire client = client()) {
            byte[] bomb = new byte[10_000];
            Arrays.fill(bomb, (byte) 0xbe);
            byte[] large = indexed("x", "y".repeat(4_000));
            client.send(Http2Wire.HEADERS, 5, 1, concat(concat(request(), large), bomb));

            assertThat(client.answer(1).status()).as("row 24").isEqualTo("431");
            assertThat(application.requests).isEmpty();
        }
    }

    @Test
    void tableLargerThanWasOffered() throws Exception {
        try (Http2Wire client = client()) {
            // RFC 7541 section 6.3: a size of 65,536, where SETTINGS says 4,096.
            byte[] update = {0x3f, (byte) 0xe1, (byte) 0xff, 0x03};
            client.send(Http2Wire.HEADERS, 5, 1, concat(update, request()));

            assertThat(client.goAway()).as("row 24").isEqualTo(COMPRESSION_ERROR);
        }
    }

    /// A literal field with incremental indexing, RFC 7541 section 6.2.1.
    private static byte[] indexed(String name, String value) {
        byte[] literal = FieldBlock.of(name, value);
        literal[0] = 0x40;
        return literal;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Test
    void forgedIdentityIsTakenAway() throws Exception {
        try (Http2Wire client = client()) {
            client.get(1, "/", "x-tulle-client-id", "spiffe://forged", "x_tulle_client_ip", "1");

            assertThat(client.answer(1).status()).isEqualTo("200");
            assertThat(application.head())
                    .as("row 13")
                    .doesNotContainKeys("x-tulle-client-id", "x_tulle_client_ip");
        }
    }
}
