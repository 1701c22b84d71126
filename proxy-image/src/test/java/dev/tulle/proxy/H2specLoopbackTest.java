package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.http2.Http2Wire;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.tls.TestAuthority;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// The judge h2spec against both listeners, and against the inbound one behind mutual TLS. The
/// program stands in `TULLE_H2SPEC`; `src/test/judges/h2spec` builds it and runs this.
@EnabledIfEnvironmentVariable(named = "TULLE_H2SPEC", matches = ".+")
class H2specLoopbackTest {
    private static final String SERVICE = "10.96.0.10:80";
    private static final String ALL = "147 tests, 147 passed, 0 skipped, 0 failed";

    private final TestAuthority authority = TestAuthority.of(TestPod.TRUST_DOMAIN);
    private TestPod caller;
    private TestPod called;
    private Http2Application application;

    @BeforeEach
    void startPods() throws Exception {
        application =
                Http2Application.answering((wire, stream, request) -> {
                    wire.headers(stream, 0, ":status", "200");
                    wire.data(stream, Http2Wire.END_STREAM, "0123456789");
                });
        called = new TestPod("called", authority).serves(application.port());
        called.mode(Protocol.HTTP2, MtlsMode.PERMISSIVE).start();
        caller = new TestPod("caller", authority).calls(SERVICE);
        caller.knows(SERVICE, Protocol.HTTP2, new WeightedBackend("echo", 1));
        caller.backend("echo", called.endpoint()).start();
    }

    @AfterEach
    void stopPods() {
        caller.close();
        called.close();
        application.close();
    }

    @Test
    void agreesWithTheOutboundListener() throws Exception {
        assertThat(judge(caller.outbound())).contains(ALL);
    }

    @Test
    void agreesWithTheInboundListener() throws Exception {
        assertThat(judge(called.inbound())).contains(ALL);
    }

    @Test
    void agreesWithTheMeshHop() throws Exception {
        called.mode(Protocol.DETECT, MtlsMode.STRICT).start();
        try (MeshHop hop = MeshHop.to(called.inbound(), authority, "tulle-h2")) {
            assertThat(judge(hop.address())).contains(ALL);
        }
    }

    private static String judge(InetSocketAddress target) throws IOException {
        List<String> command =
                List.of(
                        System.getenv("TULLE_H2SPEC"),
                        "--strict",
                        "--timeout",
                        "5",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(target.getPort()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] words = process.getInputStream().readAllBytes();
        return new String(words, StandardCharsets.UTF_8);
    }
}
