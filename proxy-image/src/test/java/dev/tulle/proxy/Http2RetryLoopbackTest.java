package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.http2.Http2Wire.Message;
import dev.tulle.proxy.model.RetryMethods;
import dev.tulle.proxy.model.TrafficPolicy;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Retries and timeouts of requests that share a connection with others.
class Http2RetryLoopbackTest {
    private ResilienceRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new ResilienceRig();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private void calls(Http2Application application, TrafficPolicy traffic) throws Exception {
        rig.caller
                .backend("echo", TestPod.plain(application.port()))
                .knows(ResilienceRig.SERVICE, traffic, "echo")
                .start();
    }

    private static TrafficPolicy twice() {
        return ResilienceRig.retries(2, RetryMethods.ALL, ResilienceRig.USUAL);
    }

    /// Fails the first time, with a status of HTTP or a code of gRPC.
    private static Http2Application failingOnce(String... head) throws IOException {
        Http2Application[] self = new Http2Application[1];
        self[0] =
                Http2Application.answering((wire, stream, request) -> {
                    if (self[0].requests.size() == 1) {
                        wire.headers(stream, Http2Wire.END_STREAM, head);
                    } else {
                        wire.headers(stream, 0, ":status", "200");
                        wire.data(stream, Http2Wire.END_STREAM, "got " + request.text());
                    }
                });
        return self[0];
    }

    @Test
    void repeatsARequestWithItsBodyOnTheSameConnection() throws Exception {
        try (Http2Application application = failingOnce(":status", "503")) {
            calls(application, twice());

            try (Http2Wire client = Http2Wire.client(rig.caller.outbound())) {
                client.request(1, 0, "POST", "/");
                client.data(1, Http2Wire.END_STREAM, "abc");

                Message answer = client.answer(1);
                assertThat(answer.status()).isEqualTo("200");
                assertThat(answer.text()).isEqualTo("got abc");
            }
            assertThat(rig.told).containsExactly("unavailable retried");
            assertThat(application.connections).hasValue(1);
            assertThat(application.requests).hasSize(2);
        }
    }

    @Test
    void repeatsACallThatFailedAtOnce() throws Exception {
        try (Http2Application application =
                failingOnce(
                        ":status",
                        "200",
                        "content-type",
                        "application/grpc",
                        "grpc-status",
                        "14")) {
            calls(application, twice());

            try (Http2Wire client = Http2Wire.client(rig.caller.outbound())) {
                assertThat(client.get(1, "/").answer(1).text()).isEqualTo("got ");
            }
            assertThat(rig.told).containsExactly("unavailable retried");
        }
    }

    @Test
    void answersForOneThatIsLateAndServesTheOthers() throws Exception {
        try (Http2Application application =
                Http2Application.answering((wire, stream, request) -> {
                    if ("/fast".equals(request.head().get(":path"))) {
                        wire.headers(stream, 0, ":status", "200");
                        wire.data(stream, Http2Wire.END_STREAM, "fast");
                    }
                })) {
            calls(application, ResilienceRig.timeouts(200, 0, 0));

            try (Http2Wire client = Http2Wire.client(rig.caller.outbound())) {
                client.get(1, "/slow");
                client.get(3, "/fast");
                assertThat(client.answer(3).text()).isEqualTo("fast");
                Message late = client.answer(1);
                assertThat(late.status()).isEqualTo("504");
                assertThat(late.head()).containsEntry("x-tulle-error", "request-timeout");
                assertThat(client.get(5, "/fast").answer(5).text()).isEqualTo("fast");
            }
            assertThat(application.connections).hasValue(1);
        }
    }
}
