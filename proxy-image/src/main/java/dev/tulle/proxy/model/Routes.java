package dev.tulle.proxy.model;

import java.util.List;
import java.util.Optional;

/// Rules for HTTP requests to a port of a Service; the first one that matches decides.
///
/// @param affinity empty where every request chooses anew
public record Routes(String name, List<RouteRule> rules, Optional<Affinity> affinity) {
    public static final int MOST_RULES = 256;

    public Routes {
        rules = List.copyOf(rules);
    }

    public Routes(String name, List<RouteRule> rules) {
        this(name, rules, Optional.empty());
    }
}
