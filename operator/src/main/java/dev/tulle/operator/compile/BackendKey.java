package dev.tulle.operator.compile;

/// How a port of a Service or pod is called.
public record BackendKey(BackendSubject subject, int port) implements ResourceKey {

    @Override
    public ResourceType type() {
        return ResourceType.BACKEND;
    }

    @Override
    public String name() {
        return subject.text() + ":" + port;
    }
}
