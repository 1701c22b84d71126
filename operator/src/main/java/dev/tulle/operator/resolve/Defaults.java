package dev.tulle.operator.resolve;

import dev.tulle.api.v1alpha1.CertificateAuthoritySpec;
import dev.tulle.api.v1alpha1.MeshInstallSpec;
import dev.tulle.api.v1alpha1.MtlsMode;
import dev.tulle.api.v1alpha1.SessionAffinity;
import dev.tulle.api.v1alpha1.TrafficRule;
import dev.tulle.operator.view.InstallView;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a field means when it is not set, in this one place: the schema has no defaults.
public final class Defaults {

    private static final Map<String, Quantity> PROXY_REQUESTS =
            Map.of("cpu", new Quantity("50m"), "memory", new Quantity("96Mi"));
    private static final Map<String, Quantity> PROXY_LIMITS =
            Map.of("memory", new Quantity("192Mi"));

    private static final int REDIRECT_STATUS = 302;
    private static final int ALL_PERCENT = 100;
    private static final String TRUST_DOMAIN = "cluster.local";
    private static final Duration WORKLOAD_LIFETIME = Duration.ofHours(24);

    /// Mail, databases, brokers and caches whose servers speak first or that are no HTTP for sure.
    private static final Set<Integer> OPAQUE_PORTS =
            Set.of(25, 587, 3306, 4222, 4444, 5432, 6379, 9092, 9300, 11211, 27017);

    private Defaults() {}

    public static String trustDomain(Optional<InstallView> install) {
        return install.map(view -> trustDomain(view.spec())).orElse(TRUST_DOMAIN);
    }

    public static String trustDomain(MeshInstallSpec spec) {
        return Objects.requireNonNullElse(spec.trustDomain(), TRUST_DOMAIN);
    }

    public static MeshInstallSpec.Profile profile(MeshInstallSpec spec) {
        return Objects.requireNonNullElse(spec.profile(), MeshInstallSpec.Profile.PRODUCTION);
    }

    public static MtlsMode mtlsMode(Optional<InstallView> install) {
        MeshInstallSpec.@Nullable Defaults defaults =
                set(install, MeshInstallSpec::defaults).orElse(null);
        return defaults == null || defaults.mtls() == null
                ? MtlsMode.PERMISSIVE
                : defaults.mtls().mode();
    }

    /// The built-in list and the user's.
    public static Set<Integer> opaquePorts(Optional<InstallView> install) {
        Set<Integer> all = new TreeSet<>(OPAQUE_PORTS);
        all.addAll(ports(install, MeshInstallSpec.Ports::opaque));
        return all;
    }

    public static Set<Integer> skipInbound(Optional<InstallView> install) {
        return new TreeSet<>(ports(install, MeshInstallSpec.Ports::skipInbound));
    }

    public static Set<Integer> skipOutbound(Optional<InstallView> install) {
        return new TreeSet<>(ports(install, MeshInstallSpec.Ports::skipOutbound));
    }

    /// Requests of the proxy container.
    public static Map<String, Quantity> proxyRequests(Optional<InstallView> install) {
        return resources(install, MeshInstallSpec.Resources::requests, PROXY_REQUESTS);
    }

    /// Limits of the proxy container.
    public static Map<String, Quantity> proxyLimits(Optional<InstallView> install) {
        return resources(install, MeshInstallSpec.Resources::limits, PROXY_LIMITS);
    }

    /// How long a stopping proxy lets requests finish.
    public static Duration drainTimeout(Optional<InstallView> install) {
        return install.map(view -> view.spec().proxy())
                .map(MeshInstallSpec.Proxy::drainTimeout)
                .map(DurationText::parse)
                .orElse(Duration.ofSeconds(30));
    }

    /// For how many seconds a browser keeps a cookie, 0 until it is closed. A part of a second
    /// counts as a whole one.
    public static long cookieSeconds(SessionAffinity.Cookie cookie) {
        String ttl = cookie.ttl();
        return ttl == null ? 0 : DurationText.parse(ttl).plusMillis(999).toSeconds();
    }

    /// How many of its requests a rule mirrors, in percent.
    public static int mirrorPercent(TrafficRule.Mirror mirror) {
        return Objects.requireNonNullElse(mirror.percent(), ALL_PERCENT);
    }

    /// Status of a redirect.
    public static int redirectStatus(TrafficRule.Redirect redirect) {
        return Objects.requireNonNullElse(redirect.status(), REDIRECT_STATUS);
    }

    /// Life of a workload's certificate.
    public static Duration workloadLifetime(CertificateAuthoritySpec spec) {
        var workload = spec.workload();
        return workload == null || workload.lifetime() == null
                ? WORKLOAD_LIFETIME
                : DurationText.parse(workload.lifetime());
    }

    private static Map<String, Quantity> resources(
            Optional<InstallView> install,
            Function<MeshInstallSpec.Resources, @Nullable Map<String, Quantity>> which,
            Map<String, Quantity> unset) {
        MeshInstallSpec.@Nullable Proxy proxy = set(install, MeshInstallSpec::proxy).orElse(null);
        if (proxy == null || proxy.resources() == null) {
            return unset;
        }
        Map<String, Quantity> quantities = which.apply(proxy.resources());
        return quantities == null ? unset : quantities;
    }

    private static List<Integer> ports(
            Optional<InstallView> install,
            Function<MeshInstallSpec.Ports, @Nullable List<Integer>> which) {
        MeshInstallSpec.@Nullable Proxy proxy = set(install, MeshInstallSpec::proxy).orElse(null);
        if (proxy == null || proxy.ports() == null) {
            return List.of();
        }
        List<Integer> ports = which.apply(proxy.ports());
        return ports == null ? List.of() : ports;
    }

    private static <T> Optional<T> set(
            Optional<InstallView> install, Function<MeshInstallSpec, @Nullable T> field) {
        return install.flatMap(view -> Optional.ofNullable(field.apply(view.spec())));
    }
}
