package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.http2.Http2Wire.Message;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.rig.ClosedPort;
import dev.tulle.proxy.telemetry.Gauges;
import dev.tulle.proxy.telemetry.Metrics;
import dev.tulle.proxy.tls.TestAuthority;
import io.netty.util.concurrent.Ticker;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Calls of gRPC in metrics: an answer with status 200 may be a failure.
class GrpcStatusLoopbackTest {
    private final Metrics metrics = new Metrics(1, Ticker.systemTicker());
    private TestPod pod;

    @BeforeEach
    void makePod() throws Exception {
        LoopObservers observers = LoopObservers.of(metrics.loop(0));
        TestAuthority authority = TestAuthority.of(TestPod.TRUST_DOMAIN);
        pod = new TestPod("pod", authority, observers, Bounds.of(64));
        pod.mode(Protocol.DETECT, MtlsMode.PERMISSIVE);
    }

    @AfterEach
    void stopPod() {
        pod.close();
    }

    private Message call(int port) throws Exception {
        pod.serves(port).start();
        try (Http2Wire client = Http2Wire.client(pod.inbound())) {
            client.request(1, 1, "POST", "/a.B/C", "content-type", "application/grpc+proto");
            return client.answer(1);
        }
    }

    private void assertCounted(String code, String grpcCode, String error) {
        Eventually.isTrue("the request has ended", () -> !pod.busy());
        String page =
                metrics.page(() -> new Gauges(Optional.empty(), Optional.empty(), 0, 0, 0, true));
        assertThat(page.lines().filter(line -> line.contains("http_requests_total{")))
                .as(page)
                .singleElement()
                .asString()
                .contains("protocol=\"http2\"")
                .contains("code=\"" + code + "\"")
                .contains("grpc_code=\"" + grpcCode + "\"")
                .contains(error);
    }

    @Test
    void statusOfTrailers() throws Exception {
        try (Http2Application application =
                Http2Application.answering((wire, stream, request) -> {
                    wire.headers(stream, 0, ":status", "200", "content-type", "application/grpc");
                    wire.data(stream, 0, "message");
                    wire.headers(stream, Http2Wire.END_STREAM, "grpc-status", "0");
                })) {
            assertThat(call(application.port()).last()).containsEntry("grpc-status", "0");
        }
        assertCounted("200", "0", "");
    }

    @Test
    void statusOfTrailersOnly() throws Exception {
        try (Http2Application application =
                Http2Application.bodiless(":status", "200", "grpc-status", "13")) {
            assertThat(call(application.port()).head()).containsEntry("grpc-status", "13");
        }
        assertCounted("200", "13", "");
    }

    @Test
    void statusOfTheProxyItself() throws Exception {
        assertThat(call(ClosedPort.number()).head())
                .containsEntry(":status", "200")
                .containsEntry("grpc-status", "14")
                .containsEntry(
                        "grpc-message",
                        "the application at 127.0.0.1:"
                                + ClosedPort.number()
                                + " cannot be connected to");
        assertCounted("503", "14", "error=\"connect-failed\"");
    }
}
