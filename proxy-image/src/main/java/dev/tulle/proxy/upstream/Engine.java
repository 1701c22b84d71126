package dev.tulle.proxy.upstream;

import dev.tulle.proxy.tls.MeshProtocol;

/// What speaks on a connection to an endpoint.
public enum Engine {
    HTTP1(MeshProtocol.HTTP1),
    HTTP2(MeshProtocol.HTTP2),
    TCP(MeshProtocol.TCP);

    private final MeshProtocol protocol;

    Engine(MeshProtocol protocol) {
        this.protocol = protocol;
    }

    /// Whether a connection carries many requests at once.
    boolean shared() {
        return this == HTTP2;
    }

    MeshProtocol protocol() {
        return protocol;
    }
}
