package dev.tulle.proxy.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Everything the proxy is told from outside, apart from certificates and the discovery stream. The
 * names of the variables are the contract with injection.
 *
 * @param podAddresses textual addresses of the pod, the first is its primary one
 * @param memoryLimitBytes the container's limit; the bound on connections follows from it
 */
public record ProxySettings(
        String podName,
        String podNamespace,
        String podUid,
        List<String> podAddresses,
        String nodeName,
        String serviceAccount,
        String trustDomain,
        HostAndPort discoveryAddress,
        String discoveryId,
        Path identityDirectory,
        Path runDirectory,
        Duration drain,
        int loops,
        String version,
        long memoryLimitBytes) {

    private static final Pattern DNS_LABELS =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern UID = Pattern.compile("[0-9A-Za-z-]{1,64}");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:.]+");
    private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z.+-]{1,64}");
    private static final Pattern SPIFFE_ID = Pattern.compile("spiffe://[a-z0-9._-]+(/[\\w.-]+)+");

    public ProxySettings {
        podAddresses = List.copyOf(podAddresses);
    }

    /** Reads the whole environment; the first bad value is thrown. */
    public static ProxySettings from(Map<String, String> variables) {
        Environment env = new Environment(variables);
        return new ProxySettings(
                name(env, "TULLE_POD_NAME"),
                name(env, "TULLE_POD_NAMESPACE"),
                env.text("TULLE_POD_UID", "the pod's uid", UID.asMatchPredicate()),
                env.list(
                        "TULLE_POD_IPS",
                        "IP addresses, separated by commas",
                        ADDRESS.asMatchPredicate()),
                name(env, "TULLE_NODE_NAME"),
                name(env, "TULLE_SERVICE_ACCOUNT"),
                name(env, "TULLE_TRUST_DOMAIN"),
                env.address("TULLE_DISCOVERY_ADDRESS"),
                env.text(
                        "TULLE_DISCOVERY_ID",
                        "a SPIFFE id such as spiffe://cluster.local/ns/tulle-system/sa/x",
                        SPIFFE_ID.asMatchPredicate()),
                env.directory("TULLE_IDENTITY_DIR"),
                env.directory("TULLE_RUN_DIR"),
                Duration.ofSeconds(env.number("TULLE_DRAIN_SECONDS", 0, 3_600)),
                (int) env.number("TULLE_LOOPS", 1, 64),
                env.text("TULLE_VERSION", "a version such as 0.1.0", VERSION.asMatchPredicate()),
                env.number("TULLE_MEMORY_LIMIT_BYTES", 64L << 20, 1L << 40));
    }

    private static String name(Environment env, String variable) {
        return env.text(
                variable,
                "a DNS name: lower-case letters, digits, '-' and '.'",
                text -> text.length() <= 253 && DNS_LABELS.matcher(text).matches());
    }

    /** The identity this pod must prove, from what the downward API says. */
    public String spiffeId() {
        return "spiffe://%s/ns/%s/sa/%s".formatted(trustDomain, podNamespace, serviceAccount);
    }

    /** 16 KiB per connection of what the limit leaves beside the JVM: 4,096 at 192 MiB. */
    public int maxConnections() {
        long spare = Math.max(0, memoryLimitBytes - (128L << 20));
        return Math.clamp(spare >> 14, 256, 65_536);
    }
}
