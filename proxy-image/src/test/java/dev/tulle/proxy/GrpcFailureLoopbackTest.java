package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.http2.Http2Wire.Message;
import dev.tulle.proxy.model.EndpointLimits;
import dev.tulle.proxy.model.RetryMethods;
import dev.tulle.proxy.model.TrafficPolicy;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls of gRPC that fail behind a message: the circuit breaker sees them like any failure.
class GrpcFailureLoopbackTest {
    private static final int INTERNAL_ERROR = 2;
    private static final int CANCEL = 8;

    private ResilienceRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new ResilienceRig();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    /// How an application ends the answer to a call behind its message.
    private interface End {
        void of(Http2Wire wire, int stream) throws IOException;
    }

    private static End status(String code) {
        return (wire, stream) -> wire.headers(stream, Http2Wire.END_STREAM, "grpc-status", code);
    }

    private static Http2Application application(End end) throws IOException {
        return Http2Application.answering((wire, stream, request) -> {
            wire.headers(stream, 0, ":status", "200", "content-type", "application/grpc");
            wire.data(stream, 0, "message");
            end.of(wire, stream);
        });
    }

    /// Calls until nobody can be ejected any more: an ill endpoint is left alone after three.
    private void call(Http2Application ill, Http2Application good, String type) throws Exception {
        rig.caller
                .backend(
                        "echo",
                        ResilienceRig.spares(3, EndpointLimits.unset(), Duration.ofSeconds(30)),
                        TestPod.plain(ill.port()),
                        TestPod.plain(good.port()))
                .knows(ResilienceRig.SERVICE, TrafficPolicy.plain(), "echo")
                .start();
        try (Http2Wire client = Http2Wire.client(rig.caller.outbound())) {
            for (int stream = 1; stream < 24; stream += 2) {
                client.request(
                        stream, Http2Wire.END_STREAM, "POST", "/a.B/C", "content-type", type);
                client.answer(stream);
            }
        }
    }

    private void assertEjected(End end) throws Exception {
        try (Http2Application ill = application(end);
                Http2Application good = application(status("0"))) {
            call(ill, good, "application/grpc");
            assertThat(rig.told).containsExactly("ejected consecutive-failures");
            assertThat(ill.requests).hasSize(3);
        }
    }

    private void assertCalledOn(End end, String type) throws Exception {
        try (Http2Application fine = application(end);
                Http2Application good = application(status("0"))) {
            call(fine, good, type);
            assertThat(rig.told).isEmpty();
            assertThat(fine.requests).hasSize(6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "4", "8", "13", "14", "15", "none"})
    void aFailureOfTheServerSpeaksAgainstIt(String code) throws Exception {
        assertEjected(status(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "3", "5", "7", "12", "16"})
    void anyOtherStatusDoesNot(String code) throws Exception {
        assertCalledOn(status(code), "application/grpc");
    }

    @Test
    void anEndWithoutAStatusIsAFailure() throws Exception {
        assertEjected((wire, stream) -> wire.data(stream, Http2Wire.END_STREAM, ""));
    }

    @Test
    void aResetIsAFailureUnlessItIsACancellation() throws Exception {
        assertEjected((wire, stream) -> wire.rst(stream, INTERNAL_ERROR));
    }

    @Test
    void aCancellationIsNone() throws Exception {
        assertCalledOn((wire, stream) -> wire.rst(stream, CANCEL), "application/grpc");
    }

    @Test
    void whatIsNoCallHasNoStatusInItsTrailers() throws Exception {
        assertCalledOn(status("13"), "application/json");
    }

    private void assertPushback(String millis, String... told) throws Exception {
        Http2Application[] self = new Http2Application[1];
        try (Http2Application application =
                Http2Application.answering((wire, stream, request) -> {
                    boolean first = self[0].requests.size() == 1;
                    wire.headers(
                            stream,
                            Http2Wire.END_STREAM,
                            ":status",
                            "200",
                            "content-type",
                            "application/grpc",
                            "grpc-status",
                            first ? "14" : "0",
                            "grpc-retry-pushback-ms",
                            millis);
                })) {
            self[0] = application;
            rig.caller
                    .backend("echo", TestPod.plain(application.port()))
                    .knows(
                            ResilienceRig.SERVICE,
                            ResilienceRig.retries(2, RetryMethods.ALL, ResilienceRig.USUAL),
                            "echo")
                    .start();
            try (Http2Wire client = Http2Wire.client(rig.caller.outbound())) {
                Message answer = client.call(1).answer(1);
                assertThat(answer.head())
                        .containsEntry("grpc-status", told[0].endsWith("retried") ? "0" : "14");
            }
            assertThat(rig.told).containsExactly(told);
        }
    }

    @Test
    void aPushbackThatTheCallerHasTimeForIsObeyed() throws Exception {
        long before = System.nanoTime();
        assertPushback("200", "unavailable retried");
        assertThat(System.nanoTime() - before).isGreaterThan(200_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "never", "6000"})
    void anyOtherEndsTheTries(String millis) throws Exception {
        assertPushback(millis, "unavailable retry-after");
    }

    /// A reset would be an INTERNAL error of the application to the client.
    @ParameterizedTest(name = "the application is gone: {0}")
    @ValueSource(booleans = {true, false})
    void aCallWhoseApplicationGoesAwayIsUnavailable(boolean gone) throws Exception {
        End end =
                (wire, stream) -> {
                    if (gone) {
                        throw new EOFException("its process is gone");
                    } else {
                        wire.rst(stream, INTERNAL_ERROR);
                    }
                };
        try (Http2Application ill = application(end)) {
            rig.caller
                    .backend("echo", TestPod.plain(ill.port()))
                    .knows(ResilienceRig.SERVICE, TrafficPolicy.plain(), "echo")
                    .start();
            try (Http2Wire client = Http2Wire.client(rig.caller.outbound())) {
                Message answer = client.call(1).answer(1);

                assertThat(answer.text()).as("what came before").isEqualTo("message");
                assertThat(answer.last())
                        .containsEntry("grpc-status", "14")
                        .containsEntry("x-tulle-error", "reset");
                assertThat(answer.last().get("grpc-message")).contains("went away");
            }
        }
    }
}
