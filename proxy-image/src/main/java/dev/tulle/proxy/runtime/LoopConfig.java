package dev.tulle.proxy.runtime;

import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.Backend;
import dev.tulle.proxy.model.Destination;
import dev.tulle.proxy.model.EndpointState;
import dev.tulle.proxy.model.Endpoints;
import dev.tulle.proxy.model.Inbound;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.model.Routes;
import dev.tulle.proxy.model.TrafficPolicy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one loop serves by: immutable but for what its parts measure, swapped as a whole.
public final class LoopConfig {
    private final MeshConfig mesh;
    private final Map<String, BackendRuntime> backends;
    private final Map<String, RoutesRuntime> rules;
    private final Map<Address, RouteRuntime> routes;

    private LoopConfig(
            MeshConfig mesh,
            Map<String, BackendRuntime> backends,
            Map<String, RoutesRuntime> rules,
            Map<Address, RouteRuntime> routes) {
        this.mesh = mesh;
        this.backends = backends;
        this.rules = rules;
        this.routes = routes;
    }

    /// Compiles a configuration, reusing what did not change; runs on the loop that it is for.
    static LoopConfig of(MeshConfig mesh, @Nullable LoopConfig before, LoopParts parts) {
        Map<String, BackendRuntime> backends = new HashMap<>();
        for (Backend backend : mesh.backends().values()) {
            Endpoints endpoints =
                    Objects.requireNonNull(
                            mesh.endpoints().get(backend.name()),
                            () -> "no endpoints for backend " + backend.name());
            BackendRuntime kept = before == null ? null : before.backends.get(backend.name());
            if (kept == null) {
                kept = new BackendRuntime(backend, endpoints, mesh.local(), parts);
            } else {
                kept.update(backend, endpoints, mesh.local());
            }
            backends.put(backend.name(), kept);
        }
        Map<String, RoutesRuntime> rules = new HashMap<>();
        for (Routes each : mesh.routes().values()) {
            RoutesRuntime kept = before == null ? null : before.rules.get(each.name());
            rules.put(each.name(), RoutesRuntime.of(each, kept, backends, parts.gates().loops()));
        }
        Map<Address, RouteRuntime> routes = new HashMap<>();
        for (Destination destination : mesh.destinations().values()) {
            RouteRuntime kept = before == null ? null : before.route(destination.address());
            routes.put(destination.address(), route(destination, kept, backends, rules, parts));
        }
        return new LoopConfig(mesh, backends, rules, routes);
    }

    private static RouteRuntime route(
            Destination destination,
            @Nullable RouteRuntime before,
            Map<String, BackendRuntime> backends,
            Map<String, RoutesRuntime> rules,
            LoopParts parts) {
        RoutesRuntime ruled =
                destination.routes().isEmpty()
                        ? null
                        : Objects.requireNonNull(
                                rules.get(destination.routes()),
                                () -> "there are no routes " + destination.routes());
        DestinationUse use =
                before == null ? new DestinationUse(parts.ticker().nanoTime()) : before.use();
        TrafficPolicy traffic = destination.traffic();
        RoutePolicy policy =
                before != null && before.policy().is(traffic)
                        ? before.policy()
                        : new RoutePolicy(traffic, parts.gates().loops());
        return new RouteRuntime(
                destination,
                BackendShares.of(destination.backends(), backends),
                ruled,
                policy,
                use);
    }

    public LocalWorkload local() {
        return mesh.local();
    }

    public Inbound inbound() {
        return mesh.inbound();
    }

    public @Nullable RouteRuntime route(Address called) {
        return routes.get(called);
    }

    public Map<String, BackendRuntime> backends() {
        return Map.copyOf(backends);
    }

    /// Endpoints of all backends but those that are about to go: idle connections to others are
    /// closed, so that a pod which ends finds none on which a request might come.
    public Set<Address> keepsIdle() {
        Set<Address> kept = new HashSet<>();
        for (BackendRuntime backend : backends.values()) {
            for (var endpoint : backend.endpoints().endpoints()) {
                if (endpoint.state() == EndpointState.READY) {
                    kept.add(endpoint.address());
                }
            }
        }
        return kept;
    }
}
