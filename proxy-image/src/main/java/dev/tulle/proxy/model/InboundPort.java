package dev.tulle.proxy.model;

/// How connections to one port of the own application are treated.
public record InboundPort(int port, Protocol protocol, MtlsMode mtls) {
    public InboundPort {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "port " + port + ": expected 1 to 65535, or 0 for every other port");
        }
    }
}
