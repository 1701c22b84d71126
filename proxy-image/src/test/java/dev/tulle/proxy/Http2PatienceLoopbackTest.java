package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.http2.FieldBlock;
import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.http2.Http2Wire.Frame;
import dev.tulle.proxy.http2.Http2Wire.Message;
import dev.tulle.proxy.model.Timeouts;
import dev.tulle.proxy.tls.TestAuthority;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Streams on which nothing moves, and heads that do not come. The proxy looks every five seconds.
class Http2PatienceLoopbackTest {
    private static final int CANCEL = 8;
    private static final int ENHANCE_YOUR_CALM = 11;

    private final ConcurrentLinkedQueue<Integer> resets = new ConcurrentLinkedQueue<>();
    private TestPod pod;

    @BeforeEach
    void makePod() throws Exception {
        pod = new TestPod("pod", TestAuthority.of(TestPod.TRUST_DOMAIN));
    }

    @AfterEach
    void stopPod() {
        pod.close();
    }

    /// Begins an answer to what asks for it, ends none, and tells of resets.
    private Http2Application hanging() throws IOException {
        return Http2Application.scripted((application, wire) -> {
            while (true) {
                Frame frame = wire.next();
                if (frame.type() == Http2Wire.HEADERS
                        && "/begin".equals(wire.message(frame.stream()).head().get(":path"))) {
                    wire.headers(frame.stream(), 0, ":status", "200");
                } else if (frame.type() == Http2Wire.RST_STREAM) {
                    resets.add(frame.error());
                }
            }
        });
    }

    @Test
    void aStreamThatStandsStillIsAnsweredOrReset() throws Exception {
        try (Http2Application application = hanging()) {
            pod.serves(application.port()).patience(Duration.ofSeconds(1), Timeouts.IDLE).start();
            try (Http2Wire client = Http2Wire.client(pod.inbound())) {
                client.get(1, "/hang");
                client.get(3, "/begin");
                client.request(5, 0, "POST", "/hang");
                client.call(7);

                assertThat(client.answer(1).head())
                        .containsEntry(":status", "504")
                        .containsEntry("x-tulle-error", "idle-timeout");
                Message begun = client.answer(3);
                assertThat(begun.status()).isEqualTo("200");
                assertThat(begun.reset).isEqualTo(CANCEL);
                assertThat(client.answer(5).status()).isEqualTo("504");
                assertThat(client.answer(7).head())
                        .containsEntry(":status", "200")
                        .containsEntry("grpc-status", "4")
                        .containsEntry("x-tulle-error", "idle-timeout");
                Eventually.isTrue("the application is told of all", () -> resets.size() == 4);
                assertThat(resets).containsOnly(CANCEL);
            }
        }
        Eventually.isTrue("nothing is under way", () -> !pod.busy());
    }

    @Test
    void aHeadThatDoesNotComeEndsTheConnection() throws Exception {
        pod.start();
        try (Http2Wire client = Http2Wire.client(pod.inbound()).patientFor(15_000)) {
            client.await(Http2Wire.SETTINGS);
            client.send(Http2Wire.HEADERS, 0, 1, FieldBlock.of(":method", "GET"));
            assertThat(client.goAway()).isEqualTo(ENHANCE_YOUR_CALM);
        }
        Eventually.isTrue("it is gone", () -> pod.connections() == 0);
    }
}
