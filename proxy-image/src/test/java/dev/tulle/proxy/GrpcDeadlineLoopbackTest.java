package dev.tulle.proxy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.http2.Http2Wire.Frame;
import dev.tulle.proxy.http2.Http2Wire.Message;
import dev.tulle.proxy.model.Protocol;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `grpc-timeout` through two proxies: it bounds the call at each, and goes on as what remains.
class GrpcDeadlineLoopbackTest {
    private static final int CANCEL = 8;

    @RegisterExtension final PodPair pods = new PodPair();
    private final TestPod caller = pods.caller();
    private final TestPod called = pods.called();

    private Http2Wire callerOf(Http2Application application) throws Exception {
        pods.start(application.port(), Protocol.DETECT);
        return Http2Wire.client(caller.outbound());
    }

    private static void call(Http2Wire client, String type, String timeout) throws IOException {
        client.request(
                1,
                Http2Wire.END_STREAM,
                "POST",
                "/a.B/C",
                "content-type",
                type,
                "te",
                "trailers",
                "grpc-timeout",
                timeout);
    }

    private static Http2Application answering() throws IOException {
        return Http2Application.answering((wire, stream, request) -> {
            wire.headers(stream, 0, ":status", "200", "content-type", "application/grpc");
            wire.headers(stream, Http2Wire.END_STREAM, "grpc-status", "0");
        });
    }

    /// Begins an answer to what asks for it, ends none, and tells of resets.
    private static Http2Application hanging(ConcurrentLinkedQueue<Integer> resets, boolean begins)
            throws IOException {
        return Http2Application.scripted((application, wire) -> {
            while (true) {
                Frame frame = wire.next();
                if (frame.type() == Http2Wire.HEADERS && begins) {
                    wire.headers(
                            frame.stream(),
                            0,
                            ":status",
                            "200",
                            "content-type",
                            "application/grpc");
                } else if (frame.type() == Http2Wire.RST_STREAM) {
                    resets.add(frame.error());
                }
            }
        });
    }

    @Test
    void aCallThatTakesTooLongIsAnswered() throws Exception {
        ConcurrentLinkedQueue<Integer> resets = new ConcurrentLinkedQueue<>();
        try (Http2Application application = hanging(resets, false);
                Http2Wire client = callerOf(application)) {
            call(client, "application/grpc", "150m");
            Message answer = client.answer(1);
            assertThat(answer.heads).as("trailers only").hasSize(1);
            assertThat(answer.head())
                    .containsEntry(":status", "200")
                    .containsEntry("grpc-status", "4")
                    .containsEntry("x-tulle-error", "request-timeout");
            assertThat(answer.head().get("grpc-message")).contains("that its caller gave it");
            Eventually.isTrue("the application is told", () -> resets.contains(CANCEL));
        }
        Eventually.isTrue("nothing is under way", () -> !caller.busy() && !called.busy());
    }

    @Test
    void anAnswerThatHasBegunIsBrokenOff() throws Exception {
        ConcurrentLinkedQueue<Integer> resets = new ConcurrentLinkedQueue<>();
        try (Http2Application application = hanging(resets, true);
                Http2Wire client = callerOf(application)) {
            call(client, "application/grpc+proto", "1S");
            Message answer = client.answer(1);
            assertThat(answer.status()).isEqualTo("200");
            assertThat(answer.reset).isEqualTo(CANCEL);
            Eventually.isTrue("the application is told", () -> resets.contains(CANCEL));
        }
    }

    @Test
    void whatRemainsGoesOn() throws Exception {
        try (Http2Application application = answering();
                Http2Wire client = callerOf(application)) {
            call(client, "application/grpc", "10S");
            assertThat(client.answer(1).last()).containsEntry("grpc-status", "0");
            String seen = requireNonNull(application.head().get("grpc-timeout"));
            assertThat(seen).matches("[0-9]{4}m");
            assertThat(Integer.parseInt(seen.replace("m", ""))).isBetween(1_000, 9_999);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "123456789n", "-1S", "1"})
    void aMalformedOneIsRefused(String timeout) throws Exception {
        try (Http2Application application = answering();
                Http2Wire client = callerOf(application)) {
            call(client, "application/grpc", timeout);
            assertThat(client.answer(1).head())
                    .containsEntry("grpc-status", "13")
                    .containsEntry("x-tulle-error", "bad-request");
            assertThat(application.requests).isEmpty();
        }
    }

    @Test
    void itMeansNothingElsewhere() throws Exception {
        try (Http2Application application = answering();
                Http2Wire client = callerOf(application)) {
            call(client, "application/json", "1n");
            assertThat(client.answer(1).status()).isEqualTo("200");
            assertThat(application.head()).containsEntry("grpc-timeout", "1n");
        }
    }
}
