package dev.tulle.proxy.capture;

import dev.tulle.proxy.ProxyMain;
import dev.tulle.proxy.tls.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
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
    static final String SERVER = "10.79.0.2";
    private static final String CLIENT = "10.79.0.1";
    private static final String IDENTITIES = "spiffe://cluster.local/ns/bench/sa/";
    private static final int PROXY = CapturedPod.PROXY_UID;
    private static final int APPLICATION = CapturedPod.APPLICATION_UID;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(40).toNanos();

    private final Deque<Runnable> removals = new ArrayDeque<>();
    private Path work = Path.of("");
    private Namespace client = new Namespace("none");
    private Namespace server = new Namespace("none");

    /// Runs a program as the application of the client's pod.
    Command inClient(String... line) {
        return Command.run(as(APPLICATION, client, List.of(line)));
    }

    /// Runs a program in the client's pod that capture takes for the proxy: it goes out as it is.
    Command uncaptured(String... line) {
        return Command.run(as(PROXY, client, List.of(line)));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        CapturedPods.requireNamespaces(List.of("ip", "setpriv", "curl", "bash"));
        Namespace.sweep();
        work = Files.createTempDirectory("tulle-two-pods");
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        client = pod("client", CLIENT);
        server = pod("server", SERVER);
        client.ip("link add eth0 type veth peer name eth0 netns " + server.name());
        wire(client, CLIENT);
        wire(server, SERVER);
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
        start(as(APPLICATION, server, java(GreetingApplication.class.getName())), Map.of());
        Path serverReady = proxy("server", SERVER, server, authority);
        Path clientReady = proxy("client", CLIENT, client, authority);
        await(serverReady);
        await(clientReady);
    }

    private Namespace pod(String name, String address) {
        Namespace made = Namespace.make("two-" + name + "-" + address.replace('.', '-'));
        removals.push(made::close);
        return made;
    }

    private static void wire(Namespace pod, String address) {
        pod.ip("addr add " + address + "/30 dev eth0");
        pod.ip("link set eth0 up");
    }

    private void discovery(TestAuthority authority) throws IOException {
        Path files = directory(0);
        TestAuthority.write(files, authority.leaf(IDENTITIES + "discovery"), authority.roots(1));
        Path data = files.resolve("..data");
        Files.copy(data.resolve("tls.crt"), files.resolve("discovery.crt"));
        Files.copy(data.resolve("tls.key"), files.resolve("discovery.key"));
        Files.copy(data.resolve("ca.crt"), files.resolve("ca.crt"));
        List<String> line = java("dev.tulle.proxy.rig.DiscoveryMain");
        line.addAll(List.of("8443", files.toString(), CLIENT, SERVER));
        start(server.inside(line), Map.of());
    }

    /// Starts a proxy by its environment; returns the file that says that it is ready.
    private Path proxy(String name, String address, Namespace pod, TestAuthority authority)
            throws IOException {
        Path identity = directory(PROXY);
        TestAuthority.write(identity, authority.leaf(IDENTITIES + name), authority.roots(1));
        Path run = directory(PROXY);
        Map<String, String> environment =
                Map.ofEntries(
                        Map.entry("TULLE_POD_NAME", name),
                        Map.entry("TULLE_POD_NAMESPACE", "bench"),
                        Map.entry("TULLE_POD_UID", name),
                        Map.entry("TULLE_POD_IPS", address),
                        Map.entry("TULLE_NODE_NAME", "bench"),
                        Map.entry("TULLE_SERVICE_ACCOUNT", name),
                        Map.entry("TULLE_TRUST_DOMAIN", "cluster.local"),
                        Map.entry("TULLE_DISCOVERY_ADDRESS", SERVER + ":8443"),
                        Map.entry("TULLE_DISCOVERY_ID", IDENTITIES + "discovery"),
                        Map.entry("TULLE_IDENTITY_DIR", identity.toString()),
                        Map.entry("TULLE_RUN_DIR", run.toString()),
                        Map.entry("TULLE_DRAIN_SECONDS", "0"),
                        Map.entry("TULLE_LOOPS", "1"),
                        Map.entry("TULLE_VERSION", "0.1.0"),
                        Map.entry("TULLE_MEMORY_LIMIT_BYTES", "201326592"));
        start(as(PROXY, pod, java(ProxyMain.class.getName())), environment);
        return run.resolve("ready");
    }

    private Path directory(int owner) throws IOException {
        Path made = Files.createTempDirectory(work, "d");
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(made, "unix:uid", owner);
        return made;
    }

    /// As another user it may still read every file, for the class path may lie in root's home.
    private static List<String> as(int uid, Namespace pod, List<String> line) {
        List<String> whole = new ArrayList<>();
        whole.addAll(List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups"));
        whole.addAll(List.of("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"));
        whole.addAll(line);
        return pod.inside(whole);
    }

    private static List<String> java(String main) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m"));
        line.addAll(List.of("-Dslf4j.internal.verbosity=ERROR"));
        line.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
        line.addAll(List.of("--sun-misc-unsafe-memory-access=allow"));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        return line;
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
