package dev.tulle.operator.inject;

import java.util.Set;

/// Ports and ids that the proxy needs for itself.
final class ProxyPorts {

    static final int ADMIN = 15000;
    static final int OUTBOUND = 15001;
    static final int INBOUND = 15006;

    /// Readiness, liveness, metrics and rewritten probes; never captured.
    static final int HEALTH = 15020;

    static final Set<Integer> RESERVED = Set.of(ADMIN, OUTBOUND, INBOUND, HEALTH);

    /// The capture rules tell the proxy's own connections by this uid.
    static final long UID = 2337;

    private ProxyPorts() {}
}
