package dev.tulle.operator.inject;

import dev.tulle.operator.resolve.Defaults;
import dev.tulle.operator.view.InstallView;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What every injected pod gets, from the MeshInstall and from how this process was started.
///
/// @param version of the proxy, a label and part of nothing else: the images carry their own tags
/// @param discoveryAddress host and port
/// @param discoveryId SPIFFE id that discovery must show
/// @param skipInbound ports that the rules leave alone on the way in
/// @param skipOutbound ports that the rules leave alone on the way out
/// @param drain how long a stopping proxy lets requests finish
public record InjectionSettings(
        String version,
        String proxyImage,
        String initImage,
        String trustDomain,
        String discoveryAddress,
        String discoveryId,
        Map<String, Quantity> requests,
        Map<String, Quantity> limits,
        List<Integer> skipInbound,
        List<Integer> skipOutbound,
        Duration drain) {

    /// What this process ships.
    public record Release(String version, String proxyImage, String initImage) {}

    /// What a MeshInstall asks for, with what unset means.
    public static InjectionSettings of(InstallView install, Release release, String ownNamespace) {
        Optional<InstallView> view = Optional.of(install);
        String trustDomain = Defaults.trustDomain(view);
        return new InjectionSettings(
                release.version(),
                release.proxyImage(),
                release.initImage(),
                trustDomain,
                "tulle-discovery.%s.svc:8443".formatted(ownNamespace),
                "spiffe://%s/ns/%s/sa/tulle-discovery".formatted(trustDomain, ownNamespace),
                Defaults.proxyRequests(view),
                Defaults.proxyLimits(view),
                List.copyOf(Defaults.skipInbound(view)),
                List.copyOf(Defaults.skipOutbound(view)),
                Defaults.drainTimeout(view));
    }

    public InjectionSettings {
        requests = sorted(requests);
        limits = sorted(limits);
        skipInbound = List.copyOf(skipInbound);
        skipOutbound = List.copyOf(skipOutbound);
    }

    /// Sorted, for the same settings must always give the same bytes.
    private static Map<String, Quantity> sorted(Map<String, Quantity> quantities) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(quantities));
    }
}
