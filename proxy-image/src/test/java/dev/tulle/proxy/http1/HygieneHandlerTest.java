package dev.tulle.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.runtime.Drain;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One method for each rule about what may be forwarded, in the order of the document.
class HygieneHandlerTest {
    private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

    @BeforeAll
    static void watchBuffers() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    @AfterEach
    void close() {
        EngineFixture.closeAll();
    }

    private static String post(String fields) {
        return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n";
    }

    private static String get(String... fields) {
        return "GET / HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
    }

    static void refuses(String request, int status) {
        EngineFixture engine = EngineFixture.plaintext();

        engine.send(request).send("GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(engine.got())
                .as("answer to %s", request)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("x-tulle-error: bad-request\r\n", "connection: close\r\n");
        assertThat(engine.seen()).as("what was forwarded of %s", request).isEmpty();
        assertThat(engine.malformed).containsExactly(status);
        engine.pass(2);
        assertThat(engine.closed()).as("closed behind %s", request).isTrue();
    }

    @Test
    void row01RefusesTransferEncodingWithContentLength() {
        refuses(post("Content-Length: 5\r\nTransfer-Encoding: chunked"), 400);
        refuses(post("Transfer-Encoding: chunked\r\nContent-Length: 5"), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: +5",
                "Content-Length: -5",
                "Content-Length: 5 5",
                "Content-Length: 5, 5",
                "Content-Length: 0x5",
                "Content-Length:",
                "Content-Length: 9223372036854775808",
                "Content-Length: 99999999999999999999"
            })
    void row02RefusesContentLengthThatIsNoOneLength(String fields) {
        refuses(post(fields), 400);
    }

    @Test
    void row02MergesEqualContentLengths() {
        EngineFixture engine = EngineFixture.plaintext();

        engine.send(post("Content-Length: 2\r\nContent-Length: 2") + "ab");

        assertThat(engine.seen()).containsOnlyOnce("Content-Length: 2\r\n").endsWith("\r\n\r\nab");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "chunked, gzip",
                "chunked, chunked",
                "chunked;q=1",
                "chunked, ",
                "xchunked",
                "\"chunked\"",
                "\u00f3chunked",
                "chunked\u0085",
                "chunked\r\nTransfer-Encoding: chunked"
            })
    void row03RefusesTransferEncodingThatDoesNotEndInOneChunked(String value) {
        refuses(post("Transfer-Encoding: " + value), 400);
    }

    @Test
    void row03RefusesTransferEncodingInHttp10() {
        refuses("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A: b\r\n folded",
                "A: b\r\n\tfolded",
                "A : b",
                "A\t: b",
                ": b",
                "no colon",
                "A: b\rc",
                "A: b\nB: c",
                "A: b\u0000c",
                "A: \u0001",
                "A\u0000: b",
                "A(b): c",
                "\u00e4: b",
                "A: \u007f"
            })
    void row04RefusesFieldsOfAnotherForm(String field) {
        refuses(post(field), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
                " GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\nHost: a\n\n",
                "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
                "GET / http/1.1\r\nHost: a\r\n\r\n",
                "GET /\u0000 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n",
                "GET HTTP/1.1\r\nHost: a\r\n\r\n",
                "G@T / HTTP/1.1\r\nHost: a\r\n\r\n"
            })
    void row04RefusesRequestLinesOfAnotherForm(String request) {
        refuses(request, 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10000000000000000\r\n",
                "-1\r\n",
                "+1\r\n",
                " 1\r\na\r\n",
                "1 \r\na\r\n",
                "1\na\r\n",
                "1\r\nab\r\n",
                "1\r\na\n",
                "0x1\r\na\r\n",
                "\r\n",
                "1;a=\"b\r\nc\"\r\nx\r\n",
                "1;\u00ce=b\r\nx\r\n",
                "1;?=b\r\nx\r\n",
                "1;\r\nx\r\n",
                "1;a=\r\nx\r\n",
                "1;a \r\nx\r\n",
                "1;a=\"b\"c\r\nx\r\n",
                "0\r\nA : b\r\n\r\n",
                "0\r\n folded\r\n\r\n"
            })
    void row05RefusesChunksOfAnotherForm(String body) {
        EngineFixture engine = EngineFixture.plaintext();

        engine.send(post("Transfer-Encoding: chunked"));
        engine.seen();
        engine.send(body).send("GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(engine.seen()).doesNotContain("smuggled");
        assertThat(engine.malformed).containsExactly(400);
        assertThat(engine.closed()).isTrue();
        assertThat(engine.application().isOpen()).as("the broken request's connection").isFalse();
    }

    @Test
    void row05RefusesChunkExtensionsBeyondTheBound() {
        EngineFixture engine = EngineFixture.plaintext();
        engine.send(post("Transfer-Encoding: chunked"));

        engine.send("1;" + "a".repeat(300) + "\r\nx\r\n");

        assertThat(engine.malformed).containsExactly(400);
    }

    @Test
    void row05ForwardsChunksWithoutTheirExtensions() {
        EngineFixture engine = EngineFixture.plaintext();

        engine.drip(
                post("Transfer-Encoding: chunked")
                        + "3;a=b; c ;d = \"\\\"; \"\r\nabc\r\n1A\r\n"
                        + "z".repeat(26));
        engine.send("\r\n0\r\nX-Sum: 7\r\nContent-Length: 9\r\n\r\n");

        assertThat(engine.seen())
                .doesNotContain("a=b")
                .contains("1\r\na\r\n1\r\nb\r\n1\r\nc\r\n")
                .endsWith("0\r\nX-Sum: 7\r\n\r\n");
    }

    @Test
    void row06ParsesNothingBehindAFramingError() {
        EngineFixture engine = EngineFixture.plaintext();

        engine.send(
                "GET / HTTP/1.1\r\nHost: a\r\nbad line\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n");
        engine.send("GET /c HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(engine.forwarded()).isFalse();
        assertThat(engine.malformed).hasSize(1);
    }

    @Test
    void statesLengthsAsEverybodyReadsThem() {
        EngineFixture engine = EngineFixture.plaintext();
        engine.send(post("Content-Length:\t2 ") + "ab");
        assertThat(engine.seen()).contains("\r\ncontent-length: 2\r\n").doesNotContain("\t");

        EngineFixture chunked = EngineFixture.plaintext();
        chunked.send(post("Transfer-Encoding:\tchunked") + "0\r\n\r\n");
        assertThat(chunked.seen())
                .contains("\r\ntransfer-encoding: chunked\r\n")
                .doesNotContain("\t");
    }

    @Test
    void row10RefusesWhatIsTooLong() {
        refusesEarly("GET /" + "a".repeat(8_200), 414);
        refusesEarly("GET / HTTP/1.1\r\nHost: a\r\nA: " + "a".repeat(70_000), 431);
        refusesEarly("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(129) + "\r\n", 431);
        refuses("X".repeat(21) + " / HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    }

    private static void refusesEarly(String head, int status) {
        EngineFixture engine = EngineFixture.plaintext();

        engine.send(head);

        assertThat(engine.got()).startsWith("HTTP/1.1 " + status + " ");
        assertThat(engine.forwarded()).isFalse();
    }

    @Test
    void row12TakesHopByHopFieldsButNotWhatIdentityAndFramingNeed() {
        EngineFixture engine = EngineFixture.identified("spiffe://cluster.local/ns/shop/sa/a");

        engine.send(
                "POST / HTTP/1.1\r\n"
                    + "Host: a\r\n"
                    + "X-Hop: 1\r\n"
                    + "Authorization: x\r\n"
                    + "Cookie: y\r\n"
                    + "Traceparent: z\r\n"
                    + "Keep-Alive: timeout=1\r\n"
                    + "Proxy-Connection: close\r\n"
                    + "TE: gzip\r\n"
                    + "Upgrade: websocket\r\n"
                    + "Content-Length: 1\r\n"
                    + "Connection: x-hop, authorization, cookie, traceparent, x-tulle-client-id,"
                    + " content-length, host\r\n\r\n"
                    + "b");

        assertThat(engine.seen())
                .contains(
                        "Host: a\r\n",
                        "Authorization: x\r\n",
                        "Cookie: y\r\n",
                        "Traceparent: z\r\n")
                .contains("Content-Length: 1\r\n", "x-tulle-client-id: spiffe://")
                .doesNotContain("X-Hop", "Keep-Alive", "Proxy-Connection", "TE:", "Upgrade")
                .doesNotContain("Connection:")
                .endsWith("\r\n\r\nb");
    }

    @Test
    void row12KeepsTeTrailers() {
        EngineFixture engine = EngineFixture.plaintext();

        engine.send("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\n\r\n");

        assertThat(engine.seen()).contains("TE: trailers\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Tulle-Client-Id",
                "x_tulle_client_id",
                "X-TULLE-Attempt",
                "x-tulle-error",
                "X-Forwarded-Client-Cert",
                "x_forwarded_client_cert",
                "l5d-client-id"
            })
    void row13TakesWhatOnlyAProxyMaySay(String name) {
        String request = "GET / HTTP/1.1\r\nHost: a\r\n" + name + ": forged\r\nB: c\r\n\r\n";
        EngineFixture inbound = EngineFixture.plaintext();
        EngineFixture outbound = EngineFixture.outbound();

        inbound.send(request);
        outbound.send(request);

        assertThat(inbound.seen()).contains("B: c\r\n").doesNotContain("forged");
        assertThat(outbound.seen()).contains("B: c\r\n").doesNotContain("forged");
    }

    @Test
    void row13TakesTheErrorThatAnApplicationMakesUp() {
        EngineFixture engine = EngineFixture.plaintext();

        engine.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        engine.answer(
                "HTTP/1.1 503 No\r\nx-tulle-error: connect-failed\r\ncontent-length: 0\r\n\r\n");

        assertThat(engine.got()).startsWith("HTTP/1.1 503 No\r\n").doesNotContain("x-tulle-error");
    }

    @Test
    void row14TellsTheApplicationWhoCalls() {
        EngineFixture known = EngineFixture.identified("spiffe://cluster.local/ns/shop/sa/a");
        EngineFixture unknown = EngineFixture.plaintext();

        known.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        unknown.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(known.seen())
                .contains("x-tulle-client-id: spiffe://cluster.local/ns/shop/sa/a\r\n")
                .contains("x-tulle-client-ip: 10.244.0.9\r\n");
        assertThat(unknown.seen())
                .contains("x-tulle-client-ip: 10.244.0.9\r\n")
                .doesNotContain("x-tulle-client-id");
    }

    @Test
    void row16LeavesWhatGatewaysAndApplicationsSay() {
        EngineFixture engine = EngineFixture.plaintext();

        engine.send(get("X-Forwarded-For: 1.2.3.4", "Via: 1.1 x", "X-Request-Id: 7"));
        engine.answer("HTTP/1.1 200 OK\r\nServer: s\r\nDate: d\r\ncontent-length: 0\r\n\r\n");

        assertThat(engine.seen())
                .contains("X-Forwarded-For: 1.2.3.4\r\n", "Via: 1.1 x\r\n", "X-Request-Id: 7\r\n");
        assertThat(engine.got())
                .isEqualTo("HTTP/1.1 200 OK\r\nServer: s\r\nDate: d\r\ncontent-length: 0\r\n\r\n");
    }

    @Test
    void row26AnswersAHeadThatDoesNotCome() {
        EngineFixture engine = EngineFixture.plaintext();

        engine.send("GET / HT");
        for (int i = 0; i < 9; i++) {
            engine.pass(1);
            engine.send("T");
        }
        assertThat(engine.got()).as("before the 10 s are over").isEmpty();
        engine.pass(2);

        assertThat(engine.got()).startsWith("HTTP/1.1 408 ").contains("request-timeout");
    }

    @Test
    void row26EndsABodyThatStalls() {
        EngineFixture engine = EngineFixture.plaintext();
        engine.send(post("Content-Length: 10") + "abc");

        engine.pass(301);

        assertThat(engine.closed()).isTrue();
        assertThat(engine.application().isOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"INBOUND, true", "ALL, true", "SERVING, false"})
    void drainEndsInboundConnectionsBehindTheirRequest(Drain.Stage stage, boolean closes) {
        EngineFixture engine = EngineFixture.plaintext();
        engine.drain.advance(stage);

        engine.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer(OK);

        assertThat(engine.got().contains("connection: close\r\n")).isEqualTo(closes);
        assertThat(engine.closed()).isEqualTo(closes);
    }
}
