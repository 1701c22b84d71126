package dev.tulle.operator.compile;

import dev.tulle.operator.resolve.Splits;

/// How a port of a Service or pod is called.
public record BackendKey(BackendSubject subject, int port) implements ResourceKey {

    static BackendKey of(Splits.Share share) {
        return new BackendKey(new BackendSubject.OfService(share.service()), share.port());
    }

    @Override
    public ResourceType type() {
        return ResourceType.BACKEND;
    }

    @Override
    public String name() {
        return subject.text() + ":" + port;
    }
}
