package dev.tulle.proxy.runtime;

import dev.tulle.proxy.balance.BalancerObserver;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.Backend;
import dev.tulle.proxy.model.Destination;
import dev.tulle.proxy.model.Endpoints;
import dev.tulle.proxy.model.Inbound;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.model.WeightedBackend;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What one loop serves by: immutable but for what its parts measure, swapped as a whole.
public final class LoopConfig {
    private final MeshConfig mesh;
    private final Map<String, BackendRuntime> backends;
    private final Map<Address, RouteRuntime> routes;

    private LoopConfig(
            MeshConfig mesh,
            Map<String, BackendRuntime> backends,
            Map<Address, RouteRuntime> routes) {
        this.mesh = mesh;
        this.backends = backends;
        this.routes = routes;
    }

    /// Compiles a configuration, reusing what did not change; runs on the loop that it is for.
    static LoopConfig of(
            MeshConfig mesh,
            @Nullable LoopConfig before,
            Ticker ticker,
            RandomGenerator random,
            BalancerObserver observer) {
        Map<String, BackendRuntime> backends = new HashMap<>();
        for (Backend backend : mesh.backends().values()) {
            Endpoints endpoints =
                    Objects.requireNonNull(
                            mesh.endpoints().get(backend.name()),
                            () -> "no endpoints for backend " + backend.name());
            BackendRuntime kept = before == null ? null : before.backends.get(backend.name());
            if (kept == null) {
                kept = new BackendRuntime(backend, endpoints, ticker, random, observer);
            } else {
                kept.update(backend, endpoints);
            }
            backends.put(backend.name(), kept);
        }
        Map<Address, RouteRuntime> routes = new HashMap<>();
        for (Destination destination : mesh.destinations().values()) {
            RouteRuntime kept = before == null ? null : before.route(destination.address());
            routes.put(destination.address(), route(destination, kept, backends, ticker));
        }
        return new LoopConfig(mesh, backends, routes);
    }

    private static RouteRuntime route(
            Destination destination,
            @Nullable RouteRuntime before,
            Map<String, BackendRuntime> backends,
            Ticker ticker) {
        List<BackendRuntime> chosen = new ArrayList<>();
        for (WeightedBackend weighted : destination.backends()) {
            chosen.add(
                    Objects.requireNonNull(
                            backends.get(weighted.backend()),
                            () -> destination.address() + " names no backend " + weighted));
        }
        DestinationUse use = before == null ? new DestinationUse(ticker.nanoTime()) : before.use();
        return new RouteRuntime(destination, chosen, use);
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

    /// Whether some backend still has this endpoint; connections to others may be closed.
    public boolean hasEndpoint(Address address) {
        for (BackendRuntime backend : backends.values()) {
            for (var endpoint : backend.endpoints().endpoints()) {
                if (endpoint.address().equals(address)) {
                    return true;
                }
            }
        }
        return false;
    }
}
