package dev.tulle.proxy.model;

import java.util.List;

/// What becomes of the requests that one of the matches takes. Without backends they go to those of
/// the destination.
public record RouteRule(String name, List<RouteMatch> matches, List<WeightedBackend> backends) {
    public RouteRule {
        matches = List.copyOf(matches);
        backends = List.copyOf(backends);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a rule without a name: expected one");
        }
        if (matches.isEmpty()) {
            throw new IllegalArgumentException(
                    "rule '" + name + "' has no match: expected at least one");
        }
    }
}
