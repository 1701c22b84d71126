package dev.tulle.proxy.tls;

import java.util.Optional;

/// What travels inside mesh TLS; a client offers exactly one of these names by ALPN.
public enum MeshProtocol {
    HTTP1("tulle-h1"),
    HTTP2("tulle-h2"),
    TCP("tulle-tcp");

    /// All names with it are ours; an unknown one is refused, never taken for the application's.
    public static final String PREFIX = "tulle-";

    private final String alpn;

    MeshProtocol(String alpn) {
        this.alpn = alpn;
    }

    public String alpn() {
        return alpn;
    }

    public static Optional<MeshProtocol> of(String alpn) {
        for (MeshProtocol protocol : values()) {
            if (protocol.alpn.equals(alpn)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }
}
