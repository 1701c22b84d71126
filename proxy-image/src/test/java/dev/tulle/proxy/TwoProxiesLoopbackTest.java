package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.Protocol;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TwoProxiesLoopbackTest {

    @RegisterExtension final PodPair pods = new PodPair();
    private final TestPod caller = pods.caller();
    private final TestPod called = pods.called();

    @Test
    void carriesRequestsByMeshTlsAndTellsTheApplicationWhoCalls() throws Exception {
        try (TestApplication application = TestApplication.named("v1")) {
            pods.start(application.port(), Protocol.DETECT);

            try (TestClient client = new TestClient(caller.outbound())) {
                for (int i = 0; i < 20; i++) {
                    assertThat(client.get("/hello?n=" + i).answer())
                            .as("answer %s", i)
                            .startsWith("HTTP/1.1 200 OK\r\n")
                            .endsWith("\r\n\r\nv1");
                }
            }

            assertThat(application.heads).hasSize(20);
            assertThat(application.heads.peek())
                    .startsWith("GET /hello?n=0 HTTP/1.1\r\nHost: echo\r\n")
                    .contains("x-tulle-client-id: " + caller.spiffeId() + "\r\n")
                    .contains("x-tulle-client-ip: 127.0.0.1\r\n");
            assertThat(application.connections).as("connections to the application").hasValue(1);
        }
    }

    @Test
    void carriesABodyInBothDirections() throws Exception {
        String body = "0123456789".repeat(100_000);
        try (TestApplication application =
                TestApplication.with((app, in, out) -> {
                    String head = app.head(in);
                    byte[] read = in.readNBytes(TestApplication.length(head));
                    out.write(
                            ("HTTP/1.1 200 OK\r\ncontent-length: " + read.length + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    out.write(read);
                    out.flush();
                    app.head(in);
                })) {
            called.serves(application.port()).start();
            caller.start();

            try (TestClient client = new TestClient(caller.outbound())) {
                client.send(
                        "POST / HTTP/1.1\r\nHost: echo\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body);

                assertThat(client.answer()).endsWith("\r\n\r\n" + body);
            }
        }
    }

    @Test
    void carriesAServerThatSpeaksFirst() throws Exception {
        try (TestApplication application =
                TestApplication.with((app, in, out) -> {
                    out.write("220 ready\r\n".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    byte[] line = in.readNBytes(6);
                    out.write(line);
                    out.flush();
                    assertThat(in.read()).isEqualTo(-1);
                    out.write("bye".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                })) {
            pods.start(application.port(), Protocol.DETECT);

            try (TestClient client = new TestClient(caller.outbound())) {
                assertThat(client.read(11)).isEqualTo("220 ready\r\n");
                assertThat(client.send("HELO\r\n").read(6)).isEqualTo("HELO\r\n");
                assertThat(client.endOutput().rest()).as("after the half-close").isEqualTo("bye");
            }
        }
    }

    @Test
    void refusesPlaintextWhereTheModeIsStrict() throws Exception {
        try (TestApplication application = TestApplication.named("v1")) {
            pods.start(application.port(), Protocol.DETECT);

            try (TestClient client = new TestClient(called.inbound())) {
                assertThat(client.get("/").answer())
                        .startsWith("HTTP/1.1 403 ")
                        .contains("x-tulle-error: plaintext-refused\r\n");
                assertThat(client.rest()).isEmpty();
            }

            assertThat(application.heads).isEmpty();
        }
    }

    @Test
    void letsPlaintextInWhereTheModeIsPermissiveWithoutAnIdentity() throws Exception {
        try (TestApplication application = TestApplication.named("v1")) {
            called.serves(application.port()).start();

            try (TestClient client = new TestClient(called.inbound())) {
                client.send("GET", "/", "x-tulle-client-id: spiffe://forged");
                assertThat(client.answer()).endsWith("v1");
            }

            assertThat(application.heads.peek()).doesNotContain("x-tulle-client-id");
        }
    }
}
