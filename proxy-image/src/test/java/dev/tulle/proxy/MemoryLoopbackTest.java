package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.tls.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a proxy does as its direct memory is used up, of which these tests say how much is.
class MemoryLoopbackTest {
    private static final double PLENTY = 0.59;
    private static final double TIGHT = 0.61;
    private static final double SHORT = 0.81;
    private static final int MIB = 1 << 20;

    private TestPod pod;

    @BeforeEach
    void makePod() throws Exception {
        pod = new TestPod("pod", TestAuthority.of(TestPod.TRUST_DOMAIN));
    }

    @AfterEach
    void stopPod() {
        pod.close();
    }

    private TestClient client(TestApplication application) throws Exception {
        pod.serves(application.port()).mode(Protocol.DETECT, MtlsMode.PERMISSIVE).start();
        return new TestClient(pod.inbound());
    }

    @Test
    void newRequestsAreRefusedWhenItIsShortAndTheOthersServed() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        try (TestApplication application =
                        TestApplication.with((app, in, out) -> {
                            app.head(in);
                            awaits(finish);
                            out.write(
                                    "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
                                            .getBytes(StandardCharsets.US_ASCII));
                            out.flush();
                            app.head(in);
                        });
                TestClient first = client(application)) {
            first.get("/");
            Eventually.isTrue("it arrived", () -> !application.heads.isEmpty());
            pod.memory = SHORT;
            try (TestClient second = new TestClient(pod.inbound());
                    Http2Wire third = Http2Wire.client(pod.inbound())) {
                assertThat(second.get("/").answer())
                        .startsWith("HTTP/1.1 503 ")
                        .contains("x-tulle-error: overloaded\r\n")
                        .contains("connection: close\r\n");
                third.call(1);
                assertThat(third.answer(1).head())
                        .containsEntry("grpc-status", "14")
                        .containsEntry("x-tulle-error", "overloaded");
            }
            finish.countDown();
            assertThat(first.answer()).endsWith("ok");
        }
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes one body and tells how long it took from the first byte on.
    private static TestApplication taking(long[] nanos) throws IOException {
        return TestApplication.with((app, in, out) -> {
            String head = app.head(in);
            in.readNBytes(1);
            long first = System.nanoTime();
            in.readNBytes(TestApplication.length(head) - 1);
            nanos[0] = System.nanoTime() - first;
            out.write(
                    "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            app.head(in);
        });
    }

    private Duration upload(double memory) throws Exception {
        long[] nanos = new long[1];
        try (TestApplication application = taking(nanos);
                TestClient client = client(application)) {
            pod.memory = memory;
            client.send("POST", "/", "Content-Length: " + MIB);
            client.send("x".repeat(MIB));
            assertThat(client.answer()).endsWith("ok");
        }
        return Duration.ofNanos(nanos[0]);
    }

    @Test
    void aBodyIsReadOneBufferAtATimeWhileItIsTight() throws Exception {
        assertThat(upload(TIGHT)).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void aBodyIsReadAtOnceWhileThereIsPlenty() throws Exception {
        assertThat(upload(PLENTY)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void anAnswerIsReadOneBufferAtATimeToo() throws Exception {
        try (TestApplication application =
                        TestApplication.with((app, in, out) -> flood(app, in, out));
                TestClient client = client(application)) {
            pod.memory = TIGHT;
            long start = System.nanoTime();
            client.get("/");
            assertThat(client.answer()).hasSizeGreaterThan(MIB);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThan(Duration.ofSeconds(1));
        }
    }

    private static void flood(TestApplication app, InputStream in, OutputStream out)
            throws IOException {
        app.head(in);
        out.write(
                ("HTTP/1.1 200 OK\r\ncontent-length: " + MIB + "\r\n\r\n" + "y".repeat(MIB))
                        .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        app.head(in);
    }

    /// The windows of HTTP/2 open again with the next tick only.
    @Test
    void aBodyOverHttp2IsSlowedDownByItsWindow() throws Exception {
        int frame = 16_384;
        try (Http2Application application = Http2Application.named("ok")) {
            pod.serves(application.port()).mode(Protocol.DETECT, MtlsMode.PERMISSIVE).start();
            pod.memory = TIGHT;
            long start = System.nanoTime();
            try (Http2Wire client = Http2Wire.client(pod.inbound())) {
                client.await(Http2Wire.SETTINGS);
                client.request(1, 0, "POST", "/");
                int window = 256 << 10;
                for (int sent = 0; sent < MIB; sent += frame) {
                    while (window < frame) {
                        Http2Wire.Frame opened = client.await(Http2Wire.WINDOW_UPDATE);
                        window += opened.stream() == 1 ? opened.payload().getInt(0) : 0;
                    }
                    window -= frame;
                    boolean last = sent + frame == MIB;
                    client.data(1, last ? Http2Wire.END_STREAM : 0, "z".repeat(frame));
                }
                assertThat(client.answer(1).text()).isEqualTo("ok");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThan(Duration.ofMillis(200));
        }
    }
}
