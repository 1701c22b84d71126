package dev.tulle.proxy.rig;

import dev.tulle.proxy.tls.TestAuthority;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One real proxy process as the image starts it, with an identity and a discovery of its own, and
/// nobody to talk to.
final class LoneProxy implements AutoCloseable {

    private static final String DISCOVERY = StaticMesh.IDENTITIES + "discovery";
    private static final int PATIENCE_SECONDS = 120;

    private final Path directory;
    private final TestAuthority authority = TestAuthority.of(StaticMesh.TRUST_DOMAIN);
    private final StaticDiscovery discovery;
    private final ProcessBuilder builder;

    /// The variables are added to those that injection sets.
    LoneProxy(Path program, Map<String, String> variables) throws IOException {
        directory = Files.createTempDirectory("lone-proxy");
        Path identity = Files.createDirectory(directory.resolve("identity"));
        TestAuthority.write(
                identity, authority.leaf(StaticMesh.IDENTITIES + "server"), authority.roots(1));
        var mesh = new StaticMesh(List.of("127.0.0.2"), List.of("127.0.0.1"), authority.root());
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        discovery = new StaticDiscovery(address, tls(), mesh);
        builder = new ProcessBuilder(program.toString()).inheritIO();
        builder.environment().putAll(injected());
        builder.environment().putAll(variables);
    }

    private SslContext tls() throws IOException {
        TestAuthority.Leaf leaf = authority.leaf(DISCOVERY, "localhost");
        return GrpcSslContexts.configure(
                        SslContextBuilder.forServer(
                                leaf.key(), leaf.chain().toArray(X509Certificate[]::new)))
                .protocols("TLSv1.3")
                .trustManager(authority.root())
                .clientAuth(ClientAuth.REQUIRE)
                .build();
    }

    private Map<String, String> injected() {
        return Map.ofEntries(
                Map.entry("TULLE_POD_NAME", "server"),
                Map.entry("TULLE_POD_NAMESPACE", "bench"),
                Map.entry("TULLE_POD_UID", "server"),
                Map.entry("TULLE_POD_IPS", "127.0.0.1"),
                Map.entry("TULLE_NODE_NAME", "bench"),
                Map.entry("TULLE_SERVICE_ACCOUNT", "server"),
                Map.entry("TULLE_TRUST_DOMAIN", StaticMesh.TRUST_DOMAIN),
                Map.entry("TULLE_DISCOVERY_ADDRESS", "localhost:" + discovery.port()),
                Map.entry("TULLE_DISCOVERY_ID", DISCOVERY),
                Map.entry("TULLE_IDENTITY_DIR", directory.resolve("identity").toString()),
                Map.entry("TULLE_RUN_DIR", directory.toString()),
                Map.entry("TULLE_DRAIN_SECONDS", "0"),
                Map.entry("TULLE_LOOPS", "1"),
                Map.entry("TULLE_VERSION", "0.1.0"),
                Map.entry("TULLE_MEMORY_LIMIT_BYTES", Long.toString(192L << 20)));
    }

    /// Starts the process and returns it when the start gate of its pod would open.
    Process ready() throws IOException, InterruptedException {
        Path gate = directory.resolve("ready");
        Process process = builder.start();
        for (int i = 0; i < PATIENCE_SECONDS * 200 && !Files.exists(gate); i++) {
            if (process.waitFor(5, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        "the proxy ended with "
                                + process.exitValue()
                                + " before it was ready: its output is above");
            }
        }
        if (!Files.exists(gate)) {
            process.destroyForcibly();
            throw new IllegalStateException("the proxy is not ready: its output is above");
        }
        return process;
    }

    /// Asks the process to end and waits until it has.
    static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the proxy does not stop: its output is above");
        }
    }

    @Override
    public void close() {
        discovery.close();
    }
}
