package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.http2.Http2Wire.Frame;
import dev.tulle.proxy.http2.Http2Wire.Message;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.Timeouts;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.tls.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// New certificates under open streams: those come to their end where they are, and connections
/// that are opened from then on prove the new identity.
class IdentitySwapLoopbackTest {
    private static final String SERVICE = "10.96.0.10:80";

    private final TestAuthority old = TestAuthority.of(TestPod.TRUST_DOMAIN);
    private final TestAuthority next = TestAuthority.of(TestPod.TRUST_DOMAIN);
    private TestPod caller;
    private TestPod called;

    @BeforeEach
    void startPods() throws Exception {
        caller = new TestPod("caller", old);
        called = new TestPod("called", old);
        caller.calls(SERVICE).knows(SERVICE, Protocol.DETECT, new WeightedBackend("echo", 1));
        caller.backend("echo", called.endpoint());
    }

    @AfterEach
    void stopPods() {
        caller.close();
        called.close();
    }

    /// Sends every part of a request back at once.
    private static Http2Application echoing() throws IOException {
        return Http2Application.scripted((application, wire) -> {
            while (true) {
                Frame frame = wire.next();
                int flags = frame.ends() ? Http2Wire.END_STREAM : 0;
                if (frame.type() == Http2Wire.HEADERS) {
                    wire.headers(frame.stream(), flags, ":status", "200");
                } else if (frame.type() == Http2Wire.DATA) {
                    wire.send(Http2Wire.DATA, flags, frame.stream(), frame.bytes());
                }
            }
        });
    }

    private static void echoes(Http2Wire client, String text) throws IOException {
        Message answer = client.message(1);
        int before = answer.body.size();
        client.data(1, 0, text);
        while (answer.body.size() < before + text.length()) {
            client.next();
        }
        assertThat(answer.text().substring(before)).isEqualTo(text);
    }

    private static String get(Http2Wire client, int[] stream) {
        try {
            stream[0] += 2;
            return client.get(stream[0], "/").answer(stream[0]).status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void swap() throws Exception {
        // Whoever still proves the old identity, or trusts it, gets no connection any more.
        for (TestPod pod : new TestPod[] {caller, called}) {
            pod.proves(next.identity(pod.spiffeId(), next.roots(2)));
        }
    }

    @Test
    void streamsStayAndNewConnectionsAreOfTheNewIdentity() throws Exception {
        try (Http2Application application = echoing()) {
            called.serves(application.port())
                    .patience(Timeouts.IDLE, Duration.ofMillis(500))
                    .start();
            caller.start();
            try (Http2Wire client = Http2Wire.client(caller.outbound())) {
                client.request(1, 0, "POST", "/");
                echoes(client, "before the swap ");
                assertThat(called.connections()).isEqualTo(1);

                swap();
                echoes(client, "behind it ");

                // The receiver lets connections grow no older than that; it asks to go elsewhere.
                int[] stream = {3};
                Eventually.isTrue(
                        "a new connection beside the old one",
                        () -> get(client, stream).equals("200") && called.connections() == 2);
                assertThat(client.message(1).reset).as("the open stream").isEqualTo(-1);
                echoes(client, "on the old connection ");
                client.data(1, Http2Wire.END_STREAM, "to its end");
                assertThat(client.answer(1).text())
                        .isEqualTo("before the swap behind it on the old connection to its end");
                assertThat(get(client, stream)).isEqualTo("200");
                Eventually.isTrue(
                        "the old connection ends with its last stream",
                        () -> called.connections() <= 1);
            }
        }
    }
}
