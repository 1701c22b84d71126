package dev.tulle.proxy.model;

import java.util.List;

/// Rules for HTTP requests to a port of a Service; the first one that matches decides.
public record Routes(String name, List<RouteRule> rules) {
    public static final int MOST_RULES = 256;

    public Routes {
        rules = List.copyOf(rules);
    }
}
