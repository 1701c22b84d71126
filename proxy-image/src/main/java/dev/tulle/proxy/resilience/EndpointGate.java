package dev.tulle.proxy.resilience;

import dev.tulle.proxy.model.EndpointLimits;
import io.netty.util.concurrent.Ticker;

/// What the event loops share about one endpoint of a backend: whether it is called, and how much
/// is under way where a limit was set.
public final class EndpointGate {
    private final Breaker breaker;
    private final Tally connections = new Tally.OfAll();
    private final Tally pending = new Tally.OfAll();
    private final Tally requests = new Tally.OfAll();

    EndpointGate(int loops, Ticker ticker) {
        this.breaker = new Breaker(loops, ticker);
    }

    public Breaker breaker() {
        return breaker;
    }

    /// What may be under way at once on one loop: up to a limit that was set, over all loops and
    /// exact, else up to the loop's share of the proxy's own bound.
    public EndpointBounds bounds(EndpointLimits limits, EndpointShare share) {
        return new EndpointBounds(
                bound(limits.connections(), connections, share.connections()),
                bound(limits.pending(), pending, share.pending()),
                bound(limits.requests(), requests, share.requests()));
    }

    private static Bound bound(int limit, Tally ofAll, Bound share) {
        return limit == 0 ? share : new Bound(ofAll, limit);
    }
}
