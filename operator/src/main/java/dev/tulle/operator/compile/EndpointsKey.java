package dev.tulle.operator.compile;

/// The endpoints of a Backend, under its name.
public record EndpointsKey(BackendSubject subject, int port) implements ResourceKey {

    @Override
    public ResourceType type() {
        return ResourceType.ENDPOINTS;
    }

    @Override
    public String name() {
        return subject.text() + ":" + port;
    }
}
