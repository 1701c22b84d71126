package dev.tulle.proxy.resilience;

import dev.tulle.proxy.model.EndpointLimits;

/// One loop's share of the proxy's own bounds for one endpoint.
public record EndpointShare(Bound connections, Bound pending, Bound requests) {
    static EndpointShare of(EndpointLimits own, int loops) {
        return new EndpointShare(
                share(own.connections(), loops),
                share(own.pending(), loops),
                share(own.requests(), loops));
    }

    private static Bound share(int most, int loops) {
        return new Bound(new Tally.OfLoop(), Math.ceilDiv(most, loops));
    }
}
