package dev.tulle.proxy.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A proxy as a process of a network namespace: its environment as injection sets it, and command
/// lines for it and what lives beside it.
final class ProxyProcess {
    static final String IDENTITIES = "spiffe://cluster.local/ns/bench/sa/";

    private ProxyProcess() {}

    /// The pod's name is also its uid and its ServiceAccount.
    static Map<String, String> environment(
            String name, List<String> addresses, String discovery, Path identity, Path run) {
        return Map.ofEntries(
                Map.entry("TULLE_POD_NAME", name),
                Map.entry("TULLE_POD_NAMESPACE", "bench"),
                Map.entry("TULLE_POD_UID", name),
                Map.entry("TULLE_POD_IPS", String.join(",", addresses)),
                Map.entry("TULLE_NODE_NAME", "bench"),
                Map.entry("TULLE_SERVICE_ACCOUNT", name),
                Map.entry("TULLE_TRUST_DOMAIN", "cluster.local"),
                Map.entry("TULLE_DISCOVERY_ADDRESS", discovery),
                Map.entry("TULLE_DISCOVERY_ID", IDENTITIES + "discovery"),
                Map.entry("TULLE_IDENTITY_DIR", identity.toString()),
                Map.entry("TULLE_RUN_DIR", run.toString()),
                Map.entry("TULLE_DRAIN_SECONDS", "0"),
                Map.entry("TULLE_LOOPS", "1"),
                Map.entry("TULLE_VERSION", "0.1.0"),
                Map.entry("TULLE_MEMORY_LIMIT_BYTES", "201326592"));
    }

    /// As another user it may still read every file, for the class path may lie in root's home.
    static List<String> as(int uid, Namespace pod, List<String> line) {
        List<String> whole = new ArrayList<>();
        whole.addAll(List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups"));
        whole.addAll(List.of("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"));
        whole.addAll(line);
        return pod.inside(whole);
    }

    /// Runs a class of the class path of this test.
    static List<String> java(Class<?> main, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m"));
        line.addAll(List.of("-Dslf4j.internal.verbosity=ERROR"));
        line.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
        line.addAll(List.of("--sun-misc-unsafe-memory-access=allow"));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        line.addAll(List.of(arguments));
        return line;
    }
}
