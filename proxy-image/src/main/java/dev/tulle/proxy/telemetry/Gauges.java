package dev.tulle.proxy.telemetry;

import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.EndpointState;
import dev.tulle.proxy.runtime.MeshConfig;
import dev.tulle.proxy.tls.IdentityMaterial;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is read at the moment of a scrape and counted nowhere.
///
/// @param ejected endpoints that are left alone because of how they answered
/// @param droppedLines log lines that found the queue full
/// @param aotCache whether the process runs from the AOT cache of its image
public record Gauges(
        Optional<MeshConfig> config,
        Optional<IdentityMaterial> identity,
        int ejected,
        long directBytes,
        long droppedLines,
        boolean aotCache) {
    private static final Family DESTINATIONS =
            Family.of("destinations", "Destinations that are subscribed to.");
    private static final Family ENDPOINTS =
            Family.of("endpoints", "Endpoints of all backends.", "state");
    private static final Family DIRECT_BYTES =
            Family.of("direct_bytes", "Direct memory in use by Netty.");
    private static final Family DROPS =
            Family.of("drops_total", "What was dropped rather than waited for.", "what");
    private static final Family NOT_AFTER =
            Family.of(
                    "identity_not_after_timestamp_seconds", "End of the leaf certificate in use.");
    private static final Family SEQUENCE =
            Family.of("trust_bundle_sequence", "Sequence of the trust bundle in use.");

    private static final Family AOT_CACHE =
            Family.of(
                    "aot_cache",
                    "1 when the process runs from the AOT cache of its image, else it is slow.");

    void writeTo(PrometheusText text) {
        config.ifPresent(now -> writeConfig(now, text));
        identity.ifPresent(now -> {
            text.gauge(NOT_AFTER, now.notAfter().getEpochSecond());
            text.gauge(SEQUENCE, now.trust().sequence());
        });
        text.gauge(DIRECT_BYTES, directBytes);
        text.counter(DROPS, Map.of(List.of("log"), droppedLines));
        text.gauge(AOT_CACHE, aotCache ? 1 : 0);
    }

    private void writeConfig(MeshConfig now, PrometheusText text) {
        text.gauge(DESTINATIONS, now.destinations().size());
        Map<List<String>, Long> states = new TreeMap<>(SeriesOrder.BY_VALUES);
        now.endpoints().values().stream()
                .flatMap(each -> each.endpoints().stream())
                .map(Endpoint::state)
                .forEach(state -> states.merge(List.of(word(state)), 1L, Long::sum));
        states.put(List.of("ejected"), (long) ejected);
        text.gauge(ENDPOINTS, states);
    }

    private static String word(EndpointState state) {
        return switch (state) {
            case READY -> "ready";
            case DRAINING -> "draining";
        };
    }
}
