package dev.tulle.proxy.model;

/// How much this proxy may ask of one endpoint at once. A limit that was not set is 0: the proxy
/// keeps to its own bound, of which each event loop has its share. One that was set is exact.
public record EndpointLimits(int connections, int pending, int requests) {
    public EndpointLimits {
        if (connections < 0 || pending < 0 || requests < 0) {
            throw new IllegalArgumentException(
                    "limits %d, %d, %d: expected 0 or more"
                            .formatted(connections, pending, requests));
        }
    }

    public static EndpointLimits unset() {
        return new EndpointLimits(0, 0, 0);
    }
}
