package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.http2.Http2Wire.Frame;
import dev.tulle.proxy.http2.Http2Wire.Message;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.rig.ClosedPort;
import dev.tulle.proxy.runtime.Drain;
import dev.tulle.proxy.tls.TestAuthority;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What applications do to their answers, and what becomes of it. The rows are those of the list of
/// inputs that a proxy must survive.
class Http2AnswersLoopbackTest {
    private static final String SERVICE = "10.96.0.10:80";
    private static final int NO_ERROR = 0;
    private static final int INTERNAL_ERROR = 2;
    private static final int REFUSED_STREAM = 7;
    private static final int CANCEL = 8;

    private TestPod pod;

    @BeforeEach
    void makePod() throws Exception {
        pod = new TestPod("pod", TestAuthority.of(TestPod.TRUST_DOMAIN));
    }

    @AfterEach
    void stopPod() {
        pod.close();
    }

    private Http2Wire callerOf(Http2Application application) throws Exception {
        pod.serves(application.port()).mode(Protocol.HTTP2, MtlsMode.PERMISSIVE).start();
        return Http2Wire.client(pod.inbound());
    }

    private Http2Wire callerOf(Protocol protocol, Http2Application... endpoints) throws Exception {
        pod.calls(SERVICE).knows(SERVICE, protocol, new WeightedBackend("echo", 1));
        pod.backend(
                "echo",
                List.of(endpoints).stream()
                        .map(each -> TestPod.plain(each.port()))
                        .toArray(Endpoint[]::new));
        pod.start();
        return Http2Wire.client(pod.outbound());
    }

    @Test
    void interimAnswersInTheirOrder() throws Exception {
        try (Http2Application application =
                        Http2Application.answering((wire, stream, request) -> {
                            wire.headers(stream, 0, ":status", "103", "link", "a");
                            wire.headers(stream, 0, ":status", "103", "link", "b");
                            wire.headers(stream, Http2Wire.END_STREAM, ":status", "200");
                        });
                Http2Wire client = callerOf(application)) {
            List<Map<String, String>> heads = client.get(1, "/").answer(1).heads;

            assertThat(heads).as("row 17").hasSize(3);
            assertThat(heads.get(0)).containsEntry("link", "a").containsEntry(":status", "103");
            assertThat(heads.get(1)).containsEntry("link", "b");
            assertThat(heads.get(2)).containsEntry(":status", "200");
        }
    }

    @Test
    void interimAnswerBehindTheFinalOne() throws Exception {
        try (Http2Application application =
                        Http2Application.answering((wire, stream, request) -> {
                            wire.headers(stream, 0, ":status", "200");
                            wire.headers(stream, 0, ":status", "103");
                        });
                Http2Wire client = callerOf(application)) {
            Message answer = client.get(1, "/").answer(1);

            assertThat(answer.heads).as("row 17").hasSize(1);
            assertThat(answer.reset).isEqualTo(INTERNAL_ERROR);
        }
    }

    @ParameterizedTest(name = "{0}: {1} = {2}")
    @CsvSource({
        "17, :status, 101",
        "19, x, 'a\r\nb: c'",
        "19, :status, abc",
        "19, transfer-encoding, chunked",
        "19, X-Upper, a",
    })
    void answersThatAreNone(String row, String name, String value) throws Exception {
        try (Http2Application application =
                        name.equals(":status")
                                ? Http2Application.bodiless(name, value)
                                : Http2Application.bodiless(":status", "200", name, value);
                Http2Wire client = callerOf(application)) {
            Message answer = client.get(1, "/").answer(1);

            assertThat(answer.status()).as("row %s", row).isEqualTo("502");
            assertThat(answer.head()).containsEntry("x-tulle-error", "bad-response");
        }
    }

    @ParameterizedTest(name = "18: {0} answered with {1}")
    @CsvSource({"HEAD, 200", "GET, 204", "GET, 304"})
    void bodyWhereThereIsNone(String method, String status) throws Exception {
        try (Http2Application application =
                        Http2Application.answering((wire, stream, request) -> {
                            wire.headers(stream, 0, ":status", status);
                            wire.data(stream, Http2Wire.END_STREAM, "HTTP/1.1 200 OK\r\n\r\n");
                        });
                TestClient client = http1CallerOf(application)) {
            client.send(method, "/");

            assertThat(client.rest()).as("row 18").doesNotContain("\r\n\r\nHTTP/1.1");
        }
    }

    private TestClient http1CallerOf(Http2Application application) throws Exception {
        pod.serves(application.port()).mode(Protocol.HTTP2, MtlsMode.PERMISSIVE).start();
        return new TestClient(pod.inbound());
    }

    @ParameterizedTest(name = "a reset with {0} behind the head is a reset with {1}")
    @CsvSource({"2, 2", "8, 8", "7, 7", "11, 11", "1, 2"})
    void resetOfAnAnswer(int from, int to) throws Exception {
        try (Http2Application application =
                        Http2Application.answering((wire, stream, request) -> {
                            wire.headers(stream, 0, ":status", "200");
                            wire.rst(stream, from);
                        });
                Http2Wire client = callerOf(application)) {
            assertThat(client.get(1, "/").answer(1).reset).isEqualTo(to);
            assertThat(client.get(3, "/").answer(3).reset).as("the next one").isEqualTo(to);
        }
    }

    @Test
    void clientThatCancels() throws Exception {
        AtomicInteger code = new AtomicInteger(-1);
        try (Http2Application application =
                        Http2Application.scripted((self, wire) -> {
                            Frame frame = wire.await(Http2Wire.HEADERS);
                            wire.headers(frame.stream(), 0, ":status", "200");
                            code.set(wire.await(Http2Wire.RST_STREAM).error());
                        });
                Http2Wire client = callerOf(application)) {
            client.get(1, "/").await(Http2Wire.HEADERS);
            client.rst(1, CANCEL);

            Eventually.isTrue("the endpoint learns it", () -> code.get() == CANCEL);
            Eventually.isTrue("nothing is under way", () -> !pod.busy());
        }
    }

    @Test
    void answerBeforeTheEndOfTheRequest() throws Exception {
        AtomicInteger code = new AtomicInteger(-1);
        try (Http2Application application =
                        Http2Application.scripted((self, wire) -> {
                            Frame frame = wire.await(Http2Wire.HEADERS);
                            wire.headers(frame.stream(), 0, ":status", "413");
                            wire.data(frame.stream(), Http2Wire.END_STREAM, "enough");
                            code.set(wire.await(Http2Wire.RST_STREAM).error());
                        });
                Http2Wire client = callerOf(application)) {
            client.request(1, 0, "POST", "/").data(1, 0, "some");
            Message answer = client.answer(1);

            assertThat(answer.text()).isEqualTo("enough");
            assertThat(client.await(Http2Wire.RST_STREAM).error()).isEqualTo(NO_ERROR);
            Eventually.isTrue("the endpoint learns it", () -> code.get() == CANCEL);
        }
    }

    @Test
    void requestThatAPeerRefusesGoesElsewhere() throws Exception {
        try (Http2Application refusing =
                        Http2Application.answering(
                                (wire, stream, request) -> wire.rst(stream, REFUSED_STREAM));
                Http2Application serving = Http2Application.named("other");
                Http2Wire client = callerOf(Protocol.DETECT, refusing, serving)) {
            for (int i = 0; i < 20; i++) {
                client.request(2 * i + 1, Http2Wire.END_STREAM, "POST", "/");
                assertThat(client.answer(2 * i + 1).text()).isEqualTo("other");
            }
        }
    }

    @Test
    void requestAboveTheLastStreamOfAGoAwayGoesElsewhere() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (Http2Application application =
                        Http2Application.scripted((self, wire) -> {
                            boolean first = connections.getAndIncrement() == 0;
                            Frame frame = wire.await(Http2Wire.HEADERS);
                            if (first) {
                                wire.send(Http2Wire.GOAWAY, 0, 0, new byte[8]);
                            } else {
                                wire.headers(frame.stream(), 1, ":status", "200");
                            }
                            wire.goAway();
                        });
                Http2Wire client = callerOf(Protocol.DETECT, application)) {
            client.request(1, Http2Wire.END_STREAM, "POST", "/");

            assertThat(client.answer(1).status()).isEqualTo("200");
            assertThat(connections).hasValue(2);
        }
    }

    @Test
    void manyRequestsWaitForOneDial() throws Exception {
        pod.calls(SERVICE).knows(SERVICE, Protocol.DETECT, new WeightedBackend("echo", 1));
        pod.backend("echo", TestPod.plain(ClosedPort.number())).start();

        try (Http2Wire client = Http2Wire.client(pod.outbound())) {
            for (int i = 0; i < 50; i++) {
                client.get(2 * i + 1, "/");
            }
            for (int i = 0; i < 50; i++) {
                assertThat(client.answer(2 * i + 1).head())
                        .containsEntry("x-tulle-error", "connect-failed");
            }
        }
        Eventually.isTrue("nothing is under way", () -> !pod.busy());
    }

    @Test
    void drainAsksTwiceAndLosesNothing() throws Exception {
        try (Http2Application application = Http2Application.named("v2");
                Http2Wire client = callerOf(application)) {
            assertThat(client.get(1, "/").answer(1).status()).isEqualTo("200");

            pod.drain.advance(Drain.Stage.INBOUND);

            Frame first = client.await(Http2Wire.GOAWAY);
            assertThat(first.payload().getInt(0)).isEqualTo(Integer.MAX_VALUE);
            assertThat(client.get(3, "/").answer(3).status()).as("crossed it").isEqualTo("200");
            Frame last = client.await(Http2Wire.GOAWAY);
            assertThat(last.payload().getInt(0)).isEqualTo(3);
            assertThat(client.goAway()).as("then the end").isEqualTo(-1);
        }
    }

    /// Row 25: what a client does not read is not read from the application either.
    @Test
    void answersThatNobodyReads() throws Exception {
        int answers = 400;
        AtomicInteger sent = new AtomicInteger();
        byte[] part = new byte[16_000];
        try (Http2Application application =
                        Http2Application.scripted((self, wire) -> {
                            ArrayDeque<Integer> asked = new ArrayDeque<>();
                            while (true) {
                                Frame frame = wire.next();
                                if (frame.type() == Http2Wire.HEADERS) {
                                    wire.headers(frame.stream(), 0, ":status", "200");
                                    asked.add(frame.stream());
                                }
                                while (!asked.isEmpty() && wire.takesRoom(part.length)) {
                                    wire.send(0, Http2Wire.END_STREAM, asked.remove(), part);
                                    sent.addAndGet(part.length);
                                }
                            }
                        });
                Http2Wire client = callerOf(application).keepWindows()) {
            client.send(Http2Wire.SETTINGS, 0, 0, Http2Wire.setting(4, 0));
            for (int i = 0; i < answers; i++) {
                client.get(2 * i + 1, "/");
            }
            AtomicInteger before = new AtomicInteger(-1);
            AtomicInteger still = new AtomicInteger();
            Eventually.isTrue(
                    "nothing more is taken",
                    () -> {
                        int now = sent.get();
                        still.set(now == before.getAndSet(now) ? still.get() + 1 : 0);
                        return now > 0 && still.get() > 40;
                    });
            assertThat(sent.get())
                    .as("bytes of %s answers that were taken", answers)
                    .isLessThan(4 * 1_024 * 1_024 + 100_000);
        }
    }
}
