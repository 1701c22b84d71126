package dev.tulle.proxy.model;

import java.util.List;

/// The endpoints of one backend.
public record Endpoints(String backend, List<Endpoint> endpoints) {
    public static final int MOST = 1_000;

    public Endpoints {
        endpoints = List.copyOf(endpoints);
        if (endpoints.size() > MOST) {
            throw new IllegalArgumentException(
                    endpoints.size() + " endpoints of " + backend + ": expected at most " + MOST);
        }
    }
}
