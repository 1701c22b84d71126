package dev.tulle.proxy.capture;

import dev.tulle.proxy.ProxyMain;
import dev.tulle.proxy.rig.DiscoveryMain;
import dev.tulle.proxy.tls.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Two pods as network namespaces, `client` and `server`: each captured by the init script, with
/// the proxy as it is started in a cluster, and a small discovery that knows both. What lives in
/// them are processes of their own users.
final class MeshedPods implements BeforeAllCallback, AfterAllCallback {
    private static final int PROXY = CapturedPod.PROXY_UID;
    private static final int APPLICATION = CapturedPod.APPLICATION_UID;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(40).toNanos();

    private final PodNetwork network;
    private final Deque<Runnable> removals = new ArrayDeque<>();
    private Path work = Path.of("");
    private Namespace client = new Namespace("none");
    private Namespace server = new Namespace("none");

    MeshedPods(PodNetwork network) {
        this.network = network;
    }

    PodNetwork network() {
        return network;
    }

    @Override
    public String toString() {
        return network.toString();
    }

    /// Runs a program as the application of the client's pod.
    Command inClient(String... line) {
        return Command.run(ProxyProcess.as(APPLICATION, client, List.of(line)));
    }

    /// Runs a program in the client's pod that capture takes for the proxy: it goes out as it is.
    Command uncaptured(String... line) {
        return Command.run(ProxyProcess.as(PROXY, client, List.of(line)));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        CapturedPods.requireNamespaces(List.of("ip", "setpriv", "curl", "bash"));
        Namespace.sweep();
        work = Files.createTempDirectory("tulle-two-pods");
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        client = pod("client");
        server = pod("server");
        client.ip("link add eth0 type veth peer name eth0 netns " + server.name());
        network.wireClient(client);
        network.wireServer(server);
        for (Namespace each : List.of(client, server)) {
            Command.run(
                            each.inside(
                                    InitScript.command(
                                            List.of(
                                                    "--uid=" + PROXY,
                                                    "--skip-inbound=8443",
                                                    "--skip-outbound="))))
                    .orThrow();
        }
        TestAuthority authority = TestAuthority.of("cluster.local");
        discovery(authority);
        start(
                ProxyProcess.as(
                        APPLICATION, server, ProxyProcess.java(GreetingApplication.class, "8080")),
                Map.of());
        Path serverReady = proxy("server", network.serverAddresses(), server, authority);
        Path clientReady = proxy("client", network.clientAddresses(), client, authority);
        await(serverReady);
        await(clientReady);
    }

    private Namespace pod(String name) {
        Namespace made = Namespace.make(network.name().toLowerCase(Locale.ROOT) + "-" + name);
        removals.push(made::close);
        return made;
    }

    private void discovery(TestAuthority authority) throws IOException {
        Path files = directory(0);
        TestAuthority.write(
                files, authority.leaf(ProxyProcess.IDENTITIES + "discovery"), authority.roots(1));
        Path data = files.resolve("..data");
        Files.copy(data.resolve("tls.crt"), files.resolve("discovery.crt"));
        Files.copy(data.resolve("tls.key"), files.resolve("discovery.key"));
        Files.copy(data.resolve("ca.crt"), files.resolve("ca.crt"));
        List<String> line =
                ProxyProcess.java(
                        DiscoveryMain.class,
                        "8443",
                        files.toString(),
                        String.join(",", network.clientAddresses()),
                        String.join(",", network.serverAddresses()));
        start(server.inside(line), Map.of());
    }

    /// Starts a proxy by its environment; returns the file that says that it is ready.
    private Path proxy(String name, List<String> addresses, Namespace pod, TestAuthority authority)
            throws IOException {
        Path identity = directory(PROXY);
        TestAuthority.write(
                identity, authority.leaf(ProxyProcess.IDENTITIES + name), authority.roots(1));
        Path run = directory(PROXY);
        Map<String, String> environment =
                ProxyProcess.environment(name, addresses, discoveryAddress(), identity, run);
        start(ProxyProcess.as(PROXY, pod, ProxyProcess.java(ProxyMain.class)), environment);
        return run.resolve("ready");
    }

    private String discoveryAddress() {
        return PodNetwork.inUrl(network.serverAddresses().getFirst()) + ":8443";
    }

    private Path directory(int owner) throws IOException {
        Path made = Files.createTempDirectory(work, "d");
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(made, "unix:uid", owner);
        return made;
    }

    private void start(List<String> line, Map<String, String> environment) throws IOException {
        Path log = Files.createTempFile(work, "process", ".log");
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.redirectOutput(log.toFile()).start();
        removals.push(() -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        });
    }

    private void await(Path ready) {
        long start = System.nanoTime();
        while (!Files.exists(ready)) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new IllegalStateException(
                        "no %s within 40 s: look at the logs in %s".formatted(ready, work));
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        removals.forEach(Runnable::run);
        if (context.getExecutionException().isEmpty()) {
            delete(work);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
