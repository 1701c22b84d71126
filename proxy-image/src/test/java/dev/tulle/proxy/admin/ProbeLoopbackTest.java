package dev.tulle.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.proxy.admin.AdminEndpoint.Query;
import dev.tulle.proxy.model.Inbound;
import dev.tulle.proxy.model.InboundPort;
import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Probe;
import dev.tulle.proxy.model.ProbeKind;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.Workloads;
import dev.tulle.proxy.rig.ClosedPort;
import dev.tulle.proxy.tls.TestAuthority;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ProbeLoopbackTest {
    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoop control = group.next();
    private final MockTicker ticker = Ticker.newMockTicker();
    private final SocketProber prober =
            new SocketProber(
                    control,
                    () -> Optional.of(Workloads.web(IpAddress.parse("127.0.0.1"))),
                    pod -> Optional.empty());

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private Answer ask(ProbeKind kind, int port, String path, String number) throws Exception {
        return ask(endpoint(kind, port, path), number);
    }

    private static Answer ask(ProbeEndpoint endpoint, String number) throws Exception {
        return endpoint.answer(new Query(number, Map.of()))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private ProbeEndpoint endpoint(ProbeKind kind, int port, String path) {
        Inbound inbound =
                Inbound.of(
                        "shop/aa",
                        List.of(),
                        new InboundPort(0, Protocol.DETECT, MtlsMode.STRICT),
                        List.of(new Probe(3, kind, port, path, "", 2)));
        return new ProbeEndpoint(() -> Optional.of(inbound), prober, ticker);
    }

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    }

    @Test
    void tcpProbeNeedsAListener() throws Exception {
        try (ServerSocket application = listener()) {
            int port = application.getLocalPort();
            assertThat(ask(ProbeKind.TCP, port, "", "3").status()).isEqualTo(200);
        }

        Answer refused = ask(ProbeKind.TCP, ClosedPort.number(), "", "3");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).contains("TCP probe of port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "", "3/x", "-3", "03"})
    void undeclaredProbeDoesNotExist(String number) throws Exception {
        assertThat(ask(ProbeKind.TCP, ClosedPort.number(), "", number).status()).isEqualTo(404);
    }

    @Test
    void httpProbeIsNotMadeHere() throws Exception {
        assertThat(ask(ProbeKind.HTTP, ClosedPort.number(), "/", "3").status()).isEqualTo(404);
    }

    @Test
    void takesTenProbesPerSecond() throws Exception {
        ProbeEndpoint endpoint = endpoint(ProbeKind.TCP, ClosedPort.number(), "");
        for (int i = 0; i < 10; i++) {
            assertThat(ask(endpoint, "3").status()).as("probe %d", i).isEqualTo(503);
        }

        assertThat(ask(endpoint, "3").status()).isEqualTo(429);
        ticker.advance(1, TimeUnit.SECONDS);
        assertThat(ask(endpoint, "3").status()).isEqualTo(503);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"200, 200", "302, 200", "404, 503", "500, 503"})
    void httpsProbeJudgesTheStatus(int status, int expected) throws Exception {
        try (HttpsApplication application = new HttpsApplication(tls(), status)) {
            Answer answer = ask(ProbeKind.HTTPS, application.port(), "/healthz?deep=1", "3");

            assertThat(answer.status()).isEqualTo(expected);
            assertThat(answer.body()).contains("answered " + status);
            assertThat(application.requestLine()).isEqualTo("GET /healthz?deep=1 HTTP/1.1");
        }
    }

    private static SSLContext tls() throws GeneralSecurityException, IOException {
        TestAuthority.Leaf leaf = TestAuthority.of("elsewhere").leaf("spiffe://elsewhere/x");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, new char[0]);
        store.setKeyEntry(
                "leaf", leaf.key(), new char[0], leaf.chain().toArray(Certificate[]::new));
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void httpsProbeFailsOnPlaintext() throws Exception {
        try (ServerSocket silent = listener()) {
            Answer answer = ask(ProbeKind.HTTPS, silent.getLocalPort(), "/", "3");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("no answer in time");
        }
    }

    @ParameterizedTest(name = "service \"{0}\", state {1} is {2}")
    @CsvSource({"'', 1, 200", "shop.Web, 1, 200", "'', 2, 503"})
    void grpcProbeAsksForHealth(String service, int state, int expected) throws Exception {
        Server application = health(service, (byte) state);
        try {
            Answer answer = ask(ProbeKind.GRPC, application.getPort(), service, "3");

            assertThat(answer.status()).as(answer.body()).isEqualTo(expected);
        } finally {
            application.shutdownNow();
        }
    }

    @Test
    void grpcProbeFailsWithoutHealthService() throws Exception {
        Server application =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .build()
                        .start();
        try {
            Answer answer = ask(ProbeKind.GRPC, application.getPort(), "", "3");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("grpc status 12");
        } finally {
            application.shutdownNow();
        }
    }

    /// A health service that answers with the state and takes the expected name only.
    private static Server health(String expected, byte state) throws IOException {
        MethodDescriptor<byte[], byte[]> check =
                MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName("grpc.health.v1.Health/Check")
                        .build();
        ServerServiceDefinition service =
                ServerServiceDefinition.builder("grpc.health.v1.Health")
                        .addMethod(
                                check,
                                ServerCalls.asyncUnaryCall((request, responses) -> {
                                    boolean known = named(request).equals(expected);
                                    responses.onNext(new byte[] {8, known ? state : (byte) 3});
                                    responses.onCompleted();
                                }))
                        .build();
        return NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(service)
                .build()
                .start();
    }

    private static String named(byte[] request) {
        return request.length == 0
                ? ""
                : new String(request, 2, request[1], java.nio.charset.StandardCharsets.UTF_8);
    }

    private static final class Bytes implements Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
