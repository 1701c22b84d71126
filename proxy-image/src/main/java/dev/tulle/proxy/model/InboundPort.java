package dev.tulle.proxy.model;

import java.time.Duration;

/// How connections to one port of the own application are treated.
///
/// @param idle how long a request may stand still; zero for ever
/// @param maxConnectionAge when a connection takes no further request; zero for never
public record InboundPort(
        int port, Protocol protocol, MtlsMode mtls, Duration idle, Duration maxConnectionAge) {
    public InboundPort {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "port " + port + ": expected 1 to 65535, or 0 for every other port");
        }
        if (idle.isNegative() || maxConnectionAge.isNegative()) {
            throw new IllegalArgumentException(
                    "idle %s, connection age %s: expected no negative time"
                            .formatted(idle, maxConnectionAge));
        }
    }

    public InboundPort(int port, Protocol protocol, MtlsMode mtls) {
        this(port, protocol, mtls, Timeouts.IDLE, Duration.ZERO);
    }
}
