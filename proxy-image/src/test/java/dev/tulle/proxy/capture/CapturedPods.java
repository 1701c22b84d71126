package dev.tulle.proxy.capture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A captured pod for each kind of iptables, for one test class. Without root or a program it needs
/// the class is skipped, visibly; with `TULLE_REQUIRE_NETNS=true` it fails.
final class CapturedPods implements BeforeAllCallback, AfterAllCallback {

    private static final List<String> PROGRAMS =
            List.of("ip", "setpriv", "xtables-nft-multi", "xtables-legacy-multi");

    private final Map<IptablesKind, CapturedPod> pods = new EnumMap<>(IptablesKind.class);

    CapturedPod pod(IptablesKind kind) {
        return Objects.requireNonNull(pods.get(kind), "no pod was made");
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        requireNamespaces(PROGRAMS);
        Namespace.sweep();
        for (IptablesKind kind : IptablesKind.values()) {
            pods.put(kind, CapturedPod.with(kind));
        }
    }

    /// Aborts visibly, or fails where namespaces were promised, when they cannot be made here.
    static void requireNamespaces(List<String> programs) {
        String missing = missing(programs);
        if (!missing.isEmpty()) {
            String sentence = "no network namespaces: " + missing;
            if (Boolean.parseBoolean(System.getenv("TULLE_REQUIRE_NETNS"))) {
                throw new IllegalStateException(sentence);
            }
            Assumptions.abort(sentence);
        }
    }

    private static String missing(List<String> programs) {
        if (!Files.isWritable(Path.of("/proc/1/oom_score_adj"))) {
            return "this takes root";
        }
        for (String program : programs) {
            if (Command.run(List.of("sh", "-c", "command -v " + program)).exit() != 0) {
                return "there is no program " + program;
            }
        }
        return "";
    }

    @Override
    public void afterAll(ExtensionContext context) {
        pods.values().forEach(CapturedPod::close);
    }
}
