package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.tls.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The interoperability suite of grpc-java, client and server in processes of their own and two
/// proxies between them. Its class path stands in `TULLE_GRPC_INTEROP`; `src/test/judges/grpc-java`
/// builds it and runs this. Two cases go without the probe that grpc-java's own server does not
/// answer as its client expects, with or without proxies.
@EnabledIfEnvironmentVariable(named = "TULLE_GRPC_INTEROP", matches = ".+")
class GrpcInteropLoopbackTest {
    private static final String SERVICE = "10.96.0.10:80";
    private static final String SUITE = "io.grpc.testing.integration.";

    private static Process server;
    private static TestPod caller;
    private static TestPod called;

    @BeforeAll
    static void start() throws Exception {
        int port = freePort();
        server = java("TestServiceServer", "--port=" + port, "--use_tls=false").start();
        Eventually.isTrue("the server listens", () -> listens(port));
        TestAuthority authority = TestAuthority.of(TestPod.TRUST_DOMAIN);
        called = new TestPod("called", authority).serves(port);
        called.mode(Protocol.DETECT, MtlsMode.STRICT).start();
        caller = new TestPod("caller", authority).calls(SERVICE);
        caller.knows(SERVICE, Protocol.DETECT, new WeightedBackend("echo", 1));
        caller.backend("echo", called.endpoint()).start();
    }

    @AfterAll
    static void stop() {
        caller.close();
        called.close();
        server.destroy();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "empty_unary",
                "large_unary",
                "client_compressed_unary_noprobe",
                "server_compressed_unary",
                "client_streaming",
                "server_streaming",
                "client_compressed_streaming_noprobe",
                "server_compressed_streaming",
                "ping_pong",
                "empty_stream",
                "custom_metadata",
                "status_code_and_message",
                "special_status_message",
                "unimplemented_method",
                "unimplemented_service",
                "cancel_after_begin",
                "cancel_after_first_response",
                "timeout_on_sleeping_server",
                "very_large_request",
            })
    void agrees(String test) throws Exception {
        Process client =
                java(
                                "TestServiceClient",
                                "--server_host=127.0.0.1",
                                "--server_port=" + caller.outbound().getPort(),
                                "--use_tls=false",
                                "--test_case=" + test)
                        .start();
        String words = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(client.waitFor()).as(words).isZero();
    }

    private static ProcessBuilder java(String program, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getenv("TULLE_GRPC_INTEROP"),
                                SUITE + program));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
