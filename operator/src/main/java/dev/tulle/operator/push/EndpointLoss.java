package dev.tulle.operator.push;

import dev.tulle.contract.v1.Endpoint;
import dev.tulle.contract.v1.EndpointState;
import dev.tulle.contract.v1.Endpoints;
import java.util.HashSet;
import java.util.Set;

/// Whether callers lose an endpoint by a change: then it must not wait.
final class EndpointLoss {

    private record Place(String address, int port) {}

    private EndpointLoss() {}

    /// True when an endpoint that was ready is gone, or is not ready any more.
    static boolean between(Endpoints before, Endpoints after) {
        Set<Place> ready = new HashSet<>();
        for (Endpoint endpoint : after.getEndpointsList()) {
            if (endpoint.getState() == EndpointState.READY) {
                ready.add(new Place(endpoint.getAddress(), endpoint.getPort()));
            }
        }
        return before.getEndpointsList().stream()
                .filter(endpoint -> endpoint.getState() == EndpointState.READY)
                .anyMatch(endpoint ->
                        !ready.contains(new Place(endpoint.getAddress(), endpoint.getPort())));
    }
}
