package dev.tulle.operator.compile;

import dev.tulle.operator.view.ObjectName;

/// What becomes of HTTP requests for a port of a Service.
public record RoutesKey(ObjectName service, int port) implements ResourceKey {

    @Override
    public ResourceType type() {
        return ResourceType.ROUTES;
    }

    @Override
    public String name() {
        return service + ":" + port;
    }
}
