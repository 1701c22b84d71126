package dev.tulle.proxy.runtime;

import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.Backend;
import dev.tulle.proxy.model.Destination;
import dev.tulle.proxy.model.Endpoints;
import dev.tulle.proxy.model.Inbound;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.model.Routes;
import dev.tulle.proxy.resilience.EndpointGates;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Everything that was accepted, whole and without dangling references: each backend of a
/// destination or rule is in `backends`, its endpoints are in `endpoints` under the same name, and
/// the routes of each destination are in `routes`. Unchanged parts are shared with the
/// configuration before, so that a loop finds what changed by identity.
public record MeshConfig(
        LocalWorkload local,
        Inbound inbound,
        Map<Address, Destination> destinations,
        Map<String, Routes> routes,
        Map<String, Backend> backends,
        Map<String, Endpoints> endpoints) {
    public MeshConfig {
        destinations = Map.copyOf(destinations);
        routes = Map.copyOf(routes);
        backends = Map.copyOf(backends);
        endpoints = Map.copyOf(endpoints);
    }

    /// Every endpoint of every backend.
    public Set<EndpointGates.Key> gates() {
        Set<EndpointGates.Key> keys = new HashSet<>();
        endpoints.forEach((backend, all) ->
                all.endpoints()
                        .forEach(each ->
                                keys.add(
                                        new EndpointGates.Key(
                                                backend, EndpointRuntime.key(each)))));
        return keys;
    }
}
