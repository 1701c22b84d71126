package dev.tulle.proxy.upstream;

import dev.tulle.proxy.tls.MeshProtocol;

/// What speaks on a connection to an endpoint.
public enum Engine {
    HTTP1(MeshProtocol.HTTP1),
    TCP(MeshProtocol.TCP);

    private final MeshProtocol protocol;

    Engine(MeshProtocol protocol) {
        this.protocol = protocol;
    }

    MeshProtocol protocol() {
        return protocol;
    }
}
