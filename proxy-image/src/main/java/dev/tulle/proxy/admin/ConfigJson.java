package dev.tulle.proxy.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.Affinity;
import dev.tulle.proxy.model.Backend;
import dev.tulle.proxy.model.Destination;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.Endpoints;
import dev.tulle.proxy.model.Inbound;
import dev.tulle.proxy.model.InboundPort;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.model.RouteRule;
import dev.tulle.proxy.model.Routes;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.runtime.MeshConfig;
import dev.tulle.proxy.tls.IdentityMaterial;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/// The configuration in force as JSON. Every field is named here, so that nothing secret can come
/// out by being added to a record elsewhere.
final class ConfigJson {
    private ConfigJson() {}

    static JsonObject of(MeshConfig config) {
        JsonObject all = new JsonObject();
        all.add("workload", workload(config.local()));
        all.add("inbound", inbound(config.inbound()));
        all.add("destinations", destinations(config));
        all.add(
                "routes",
                array(
                        config.routes().values().stream()
                                .sorted(Comparator.comparing(Routes::name)),
                        ConfigJson::routes));
        all.add(
                "backends",
                array(
                        config.backends().values().stream()
                                .sorted(Comparator.comparing(Backend::name)),
                        backend -> backend(backend, config)));
        return all;
    }

    /// What is in use, never the key.
    static JsonObject identity(IdentityMaterial material) {
        JsonObject json = new JsonObject();
        json.addProperty("spiffeId", material.id().toString());
        json.addProperty("serial", material.serial());
        json.addProperty("issuer", material.issuer());
        json.addProperty("notAfter", material.notAfter().toString());
        json.addProperty("bundleSequence", material.trust().sequence());
        json.addProperty("bundleSha256", material.trust().sha256());
        return json;
    }

    static JsonArray destinations(MeshConfig config) {
        return array(
                config.destinations().values().stream()
                        .sorted(Comparator.comparing(each -> each.address().toString())),
                ConfigJson::destination);
    }

    private static JsonObject workload(LocalWorkload local) {
        JsonObject json = new JsonObject();
        json.addProperty("uid", local.uid());
        json.addProperty("namespace", local.namespace());
        json.addProperty("name", local.name());
        json.addProperty("owner", local.ownerKind() + "/" + local.ownerName());
        json.addProperty("spiffeId", local.spiffeId());
        json.add("addresses", texts(local.addresses()));
        json.addProperty("node", local.node());
        json.add("nodeAddresses", texts(local.nodeAddresses()));
        json.add("meshRanges", texts(local.meshRanges()));
        json.addProperty("life", word(local.life()));
        return json;
    }

    private static JsonObject inbound(Inbound inbound) {
        JsonObject json = new JsonObject();
        json.addProperty("name", inbound.name());
        json.add(
                "ports",
                array(
                        inbound.ports().values().stream()
                                .sorted(Comparator.comparingInt(InboundPort::port)),
                        ConfigJson::port));
        json.add("others", port(inbound.others()));
        json.add(
                "probes",
                array(
                        inbound.probes().stream(),
                        probe ->
                                new JsonPrimitive(
                                        "%d %s %d%s"
                                                .formatted(
                                                        probe.index(),
                                                        word(probe.kind()),
                                                        probe.port(),
                                                        probe.path()))));
        return json;
    }

    private static JsonObject port(InboundPort port) {
        JsonObject json = new JsonObject();
        json.addProperty("port", port.port());
        json.addProperty("protocol", word(port.protocol()));
        json.addProperty("mtls", word(port.mtls()));
        json.addProperty("idleMillis", port.idle().toMillis());
        json.addProperty("maxConnectionAgeMillis", port.maxConnectionAge().toMillis());
        return json;
    }

    private static JsonObject destination(Destination destination) {
        JsonObject json = new JsonObject();
        json.addProperty("address", destination.address().toString());
        json.addProperty("target", destination.target().toString());
        json.addProperty("protocol", word(destination.protocol()));
        json.add("weights", weights(destination.backends()));
        json.addProperty("routes", destination.routes());
        json.addProperty("timeouts", destination.traffic().timeouts().toString());
        json.addProperty("retries", destination.traffic().retries().toString());
        return json;
    }

    private static JsonObject routes(Routes routes) {
        JsonObject json = new JsonObject();
        json.addProperty("name", routes.name());
        json.add("rules", array(routes.rules().stream(), ConfigJson::rule));
        routes.affinity().ifPresent(it -> json.addProperty("affinity", carrier(it.carrier())));
        return json;
    }

    private static String carrier(Affinity.Carrier carrier) {
        return switch (carrier) {
            case Affinity.Cookie cookie -> "cookie " + cookie.name();
            case Affinity.Header header -> "header " + header.name();
        };
    }

    private static JsonObject rule(RouteRule rule) {
        JsonObject json = new JsonObject();
        json.addProperty("name", rule.name());
        json.addProperty("matches", rule.matches().size());
        json.add("weights", weights(rule.backends()));
        rule.traffic()
                .ifPresent(traffic -> {
                    json.addProperty("timeouts", traffic.timeouts().toString());
                    json.addProperty("retries", traffic.retries().toString());
                });
        return json;
    }

    private static JsonObject weights(List<WeightedBackend> backends) {
        JsonObject weights = new JsonObject();
        backends.forEach(each -> weights.addProperty(each.backend(), each.weight()));
        return weights;
    }

    private static JsonObject backend(Backend backend, MeshConfig config) {
        JsonObject json = new JsonObject();
        json.addProperty("name", backend.name());
        json.addProperty("protocol", word(backend.protocol()));
        json.addProperty("tls", word(backend.tls()));
        json.addProperty("balance", backend.policy().balance().toString());
        json.addProperty(
                "breaker", backend.policy().breaker().map(Object::toString).orElse("none"));
        json.addProperty("limits", backend.policy().limits().toString());
        Endpoints endpoints = config.endpoints().get(backend.name());
        if (endpoints != null) {
            json.add("endpoints", array(endpoints.endpoints().stream(), ConfigJson::endpoint));
        }
        return json;
    }

    private static JsonObject endpoint(Endpoint endpoint) {
        JsonObject json = new JsonObject();
        Address address = endpoint.address();
        json.addProperty("address", address.toString());
        json.addProperty("state", word(endpoint.state()));
        json.addProperty("spiffeId", endpoint.spiffeId());
        json.addProperty("workload", endpoint.workload());
        return json;
    }

    private static JsonArray texts(Collection<?> values) {
        return array(values.stream(), value -> new JsonPrimitive(value.toString()));
    }

    private static <T> JsonArray array(Stream<T> values, Function<T, JsonElement> element) {
        JsonArray array = new JsonArray();
        values.map(element).forEach(array::add);
        return array;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
