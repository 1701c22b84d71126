package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.http2.Http2Wire.Message;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.rig.ClosedPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Http2LoopbackTest {

    @RegisterExtension final PodPair pods = new PodPair();
    private final TestPod caller = pods.caller();
    private final TestPod called = pods.called();

    private void start(int application) throws Exception {
        pods.start(application, Protocol.DETECT);
    }

    @Test
    void carriesRequestsThroughTwoProxiesAsHttp2() throws Exception {
        try (Http2Application application = Http2Application.named("v2")) {
            start(application.port());

            try (Http2Wire client = Http2Wire.client(caller.outbound())) {
                for (int i = 0; i < 50; i++) {
                    int stream = 2 * i + 1;
                    Message answer = client.get(stream, "/hello?n=" + i, "x-a", "b").answer(stream);
                    assertThat(answer.status()).as("answer %s", i).isEqualTo("200");
                    assertThat(answer.text()).isEqualTo("v2");
                }
            }

            assertThat(application.requests).hasSize(50);
            assertThat(application.head())
                    .containsEntry(":method", "GET")
                    .containsEntry(":path", "/hello?n=0")
                    .containsEntry(":authority", "echo")
                    .containsEntry("x-a", "b")
                    .containsEntry("x-tulle-client-id", caller.spiffeId())
                    .containsEntry("x-tulle-client-ip", "127.0.0.1");
            assertThat(application.connections).as("connections to the application").hasValue(1);
        }
    }

    @Test
    void carriesManyRequestsOfOneConnectionAtOnce() throws Exception {
        try (Http2Application application = Http2Application.named("v2")) {
            start(application.port());

            try (Http2Wire client = Http2Wire.client(caller.outbound())) {
                for (int i = 0; i < 90; i++) {
                    client.get(2 * i + 1, "/" + i);
                }
                for (int i = 0; i < 90; i++) {
                    assertThat(client.answer(2 * i + 1).text()).isEqualTo("v2");
                }
            }
            assertThat(application.connections).as("connections to the application").hasValue(1);
        }
    }

    @Test
    void carriesBodiesThatAreLargerThanTheWindows() throws Exception {
        String part = "0123456789abcdef".repeat(1_000);
        try (Http2Application application =
                Http2Application.answering((wire, stream, request) -> {
                    wire.headers(stream, 0, ":status", "200");
                    wire.data(stream, Http2Wire.END_STREAM, "" + request.body.size());
                })) {
            start(application.port());

            try (Http2Wire client = Http2Wire.client(caller.outbound())) {
                client.await(Http2Wire.SETTINGS);
                client.request(1, 0, "POST", "/");
                Thread sender =
                        Thread.ofVirtual()
                                .start(() -> {
                                    try {
                                        for (int i = 0; i < 10; i++) {
                                            client.write(
                                                    0,
                                                    0,
                                                    1,
                                                    part.getBytes(StandardCharsets.US_ASCII));
                                        }
                                        client.flush();
                                    } catch (IOException e) {
                                        throw new UncheckedIOException(e);
                                    }
                                });
                sender.join();
                client.data(1, Http2Wire.END_STREAM, "");
                assertThat(client.answer(1).text()).isEqualTo("160000");
            }
        }
    }

    @ParameterizedTest(name = "content-length {0}: {1}")
    @CsvSource({"'', HTTP/1.1 200 OK", "0, HTTP/1.1 200 OK", "900, HTTP/1.1 502 Bad Gateway"})
    void anAnswerWithoutABodyHasItsLengthOverHttp1(String length, String status) throws Exception {
        try (Http2Application application =
                length.isEmpty()
                        ? Http2Application.bodiless(":status", "200")
                        : Http2Application.bodiless(":status", "200", "content-length", length)) {
            pods.start(application.port(), Protocol.HTTP2);
            try (TestClient client = new TestClient(caller.outbound())) {
                for (int i = 0; i < 2; i++) {
                    String answer = client.get("/").answer();
                    assertThat(answer).startsWith(status + "\r\n");
                    if (status.contains("200")) {
                        assertThat(answer).contains("content-length: 0\r\n");
                    }
                }
            }
        }
    }

    @Test
    void carriesTrailersBothWays() throws Exception {
        try (Http2Application application =
                Http2Application.answering((wire, stream, request) -> {
                    wire.headers(stream, 0, ":status", "200");
                    wire.data(stream, 0, "body");
                    wire.headers(
                            stream,
                            Http2Wire.END_STREAM,
                            "x-sum",
                            request.last().getOrDefault("x-in", ""));
                })) {
            start(application.port());

            try (Http2Wire client = Http2Wire.client(caller.outbound())) {
                client.request(1, 0, "POST", "/", "te", "trailers");
                client.data(1, 0, "hello").headers(1, Http2Wire.END_STREAM, "x-in", "42");
                Message answer = client.answer(1);
                assertThat(answer.text()).isEqualTo("body");
                assertThat(answer.last()).containsExactly(Map.entry("x-sum", "42"));
            }
        }
    }

    @Test
    void spreadsTheRequestsOfOneConnectionOverAllEndpoints() throws Exception {
        try (Http2Application one = Http2Application.named("one");
                Http2Application two = Http2Application.named("two")) {
            Endpoint[] plain = {TestPod.plain(one.port()), TestPod.plain(two.port())};
            caller.backend("echo", plain).start();

            try (Http2Wire client = Http2Wire.client(caller.outbound())) {
                for (int i = 0; i < 60; i++) {
                    client.get(2 * i + 1, "/");
                }
                for (int i = 0; i < 60; i++) {
                    assertThat(client.answer(2 * i + 1).status()).isEqualTo("200");
                }
            }
            assertThat(one.requests.size()).as("requests to one").isBetween(5, 55);
            assertThat(two.requests.size()).as("requests to two").isBetween(5, 55);
        }
    }

    @Test
    void translatesToHttp1WhereThePortIsDeclaredSo() throws Exception {
        try (TestApplication application = TestApplication.named("v1")) {
            called.serves(application.port()).mode(Protocol.HTTP1, MtlsMode.STRICT).start();
            caller.start();

            try (Http2Wire client = Http2Wire.client(caller.outbound())) {
                client.get(1, "/x", "cookie", "a=1", "cookie", "b=2");
                Message answer = client.answer(1);
                assertThat(answer.status()).isEqualTo("200");
                assertThat(answer.text()).isEqualTo("v1");
                client.request(3, 0, "POST", "/y").data(3, Http2Wire.END_STREAM, "");
                assertThat(client.answer(3).status()).isEqualTo("200");
            }
            assertThat(application.heads.poll())
                    .startsWith("GET /x HTTP/1.1\r\nhost: echo\r\n")
                    .contains("cookie: a=1; b=2\r\n")
                    .doesNotContain("transfer-encoding");
            assertThat(application.heads.poll()).contains("transfer-encoding: chunked\r\n");
        }
    }

    @Test
    void translatesToHttp2WhereThePortIsDeclaredSo() throws Exception {
        try (Http2Application application = Http2Application.named("v2")) {
            called.serves(application.port()).mode(Protocol.HTTP2, MtlsMode.STRICT).start();
            caller.start();

            try (TestClient client = new TestClient(caller.outbound())) {
                client.send("GET", "/hello", "Connection: x-gone", "X-Gone: 1", "X-Stays: 2");
                assertThat(client.answer())
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .contains("transfer-encoding: chunked\r\n")
                        .endsWith("v2");
                assertThat(client.get("/again").answer()).endsWith("v2");
            }
            assertThat(application.head())
                    .containsEntry(":path", "/hello")
                    .containsEntry(":authority", "echo")
                    .containsEntry("x-stays", "2")
                    .doesNotContainKeys("host", "connection", "x-gone", "transfer-encoding");
        }
    }

    @Test
    void answersACallOfGrpcByItsStatusWhenNobodyIsThere() throws Exception {
        caller.backend("echo", TestPod.plain(ClosedPort.number())).start();

        try (Http2Wire client = Http2Wire.client(caller.outbound())) {
            client.request(1, 0, "POST", "/a.B/C", "content-type", "application/grpc");
            Message answer = client.answer(1);
            assertThat(answer.heads).as("trailers only").hasSize(1);
            assertThat(answer.head())
                    .containsEntry(":status", "200")
                    .containsEntry("grpc-status", "14")
                    .containsEntry("x-tulle-error", "connect-failed");
            client.get(3, "/");
            assertThat(client.answer(3).status()).isEqualTo("503");
        }
    }

    @Test
    void refusesPlaintextWhereTheModeIsStrict() throws Exception {
        try (Http2Application application = Http2Application.named("v2")) {
            start(application.port());

            try (Http2Wire client = Http2Wire.client(called.inbound())) {
                Message answer = client.get(1, "/").answer(1);
                assertThat(answer.status()).isEqualTo("403");
                assertThat(answer.head()).containsEntry("x-tulle-error", "plaintext-refused");
            }
            assertThat(application.requests).isEmpty();
        }
    }

    /// Half-closing is on for tunnels, so that an end of input closes nothing by itself.
    @Test
    void aClientThatEndsItsHalfGetsItsAnswerAndTheEnd() throws Exception {
        try (Http2Application application = Http2Application.named("v2")) {
            start(application.port());

            try (Http2Wire client = Http2Wire.client(caller.outbound())) {
                client.get(1, "/").halfClose();
                assertThat(client.await(Http2Wire.GOAWAY).error()).as("NO_ERROR").isZero();
                assertThat(client.answer(1).text()).isEqualTo("v2");
                assertThat(client.goAway()).as("nothing follows but the end").isNegative();
            }
        }
    }
}
