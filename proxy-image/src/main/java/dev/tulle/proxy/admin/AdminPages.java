package dev.tulle.proxy.admin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tulle.proxy.model.Inbound;
import dev.tulle.proxy.runtime.MeshConfig;
import dev.tulle.proxy.tls.IdentityMaterial;
import io.netty.util.concurrent.Ticker;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// What each of the two ports offers.
public final class AdminPages {
    private AdminPages() {}

    /// For the kubelet and Prometheus, from anywhere.
    ///
    /// @param stalled why the proxy is not alive, empty when it is
    /// @param metrics the page of metrics in Prometheus' text format
    public static List<AdminEndpoint> open(
            Readiness readiness,
            Supplier<Optional<String>> stalled,
            Supplier<String> metrics,
            Supplier<Optional<MeshConfig>> config,
            SocketProber prober,
            Ticker ticker) {
        Supplier<Optional<Inbound>> inbound = () -> config.get().map(MeshConfig::inbound);
        return List.of(
                new Page("/ready", readiness::answer),
                new Page("/live", () -> live(stalled.get())),
                new Page(
                        "/metrics",
                        () -> new Answer(200, "text/plain; version=0.0.4", metrics.get())),
                new ProbeEndpoint(inbound, prober, ticker));
    }

    /// For whoever is inside the pod.
    ///
    /// @param identity what is proven to peers
    /// @param connections what is open now
    /// @param levels sets the level of a room's log
    public static List<AdminEndpoint> local(
            Supplier<Optional<MeshConfig>> config,
            Supplier<Optional<IdentityMaterial>> identity,
            Supplier<JsonElement> connections,
            BiConsumer<String, String> levels,
            Runnable drain) {
        return List.of(
                new Page("/config", () -> json(config(config.get(), identity.get()))),
                new Page("/destinations", () -> json(config.get().map(ConfigJson::destinations))),
                new Page("/connections", () -> json(Optional.of(connections.get()))),
                new LogEndpoint(levels),
                new DrainEndpoint(drain));
    }

    private static Optional<JsonObject> config(
            Optional<MeshConfig> config, Optional<IdentityMaterial> identity) {
        Optional<JsonObject> page = config.map(ConfigJson::of);
        page.ifPresent(json ->
                identity.map(ConfigJson::identity).ifPresent(id -> json.add("identity", id)));
        return page;
    }

    private static Answer live(Optional<String> stalled) {
        return stalled.map(why -> Answer.text(503, why)).orElseGet(() -> Answer.text(200, "alive"));
    }

    private static Answer json(Optional<? extends JsonElement> page) {
        return page.map(JsonElement::toString)
                .map(Answer::json)
                .orElseGet(() -> Answer.text(503, "no configuration is in force yet"));
    }
}
