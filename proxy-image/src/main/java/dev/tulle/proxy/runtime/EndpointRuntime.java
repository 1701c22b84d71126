package dev.tulle.proxy.runtime;

import dev.tulle.proxy.balance.Hashes;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.EndpointLimits;
import dev.tulle.proxy.model.EndpointState;
import dev.tulle.proxy.resilience.Breaker;
import dev.tulle.proxy.resilience.ConnectBackoff;
import dev.tulle.proxy.resilience.EndpointBounds;
import dev.tulle.proxy.resilience.EndpointGate;
import dev.tulle.proxy.resilience.EndpointShare;

/// An endpoint on one loop: what is known of it, whether it could be connected to lately, and what
/// it shares with the other loops.
public final class EndpointRuntime {
    private final Endpoint endpoint;
    private final ConnectBackoff backoff;
    private final EndpointGate gate;
    private final EndpointShare share;
    private final EndpointBounds bounds;
    private final String name;

    /// 0 until somebody asks.
    private long hash;

    /// This loop saw it ejected, and has not called it since.
    private boolean missed;

    EndpointRuntime(
            Endpoint endpoint,
            ConnectBackoff backoff,
            EndpointGate gate,
            EndpointShare share,
            EndpointLimits limits) {
        this.endpoint = endpoint;
        this.backoff = backoff;
        this.gate = gate;
        this.share = share;
        this.bounds = gate.bounds(limits, share);
        this.name = endpoint.address().toString();
    }

    /// The same endpoint, of which discovery says something else.
    EndpointRuntime as(Endpoint now, EndpointLimits limits) {
        EndpointRuntime next = new EndpointRuntime(now, backoff, gate, share, limits);
        next.missed = missed;
        return next;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public ConnectBackoff backoff() {
        return backoff;
    }

    public Breaker breaker() {
        return gate.breaker();
    }

    public EndpointBounds bounds() {
        return bounds;
    }

    /// What hashing goes by: the same on every proxy.
    String name() {
        return name;
    }

    /// What sessions know it by, the same on every proxy; a pod that was made anew has another.
    long hash() {
        if (hash == 0) {
            hash = hash(endpoint);
        }
        return hash;
    }

    static long hash(Endpoint endpoint) {
        return Hashes.of(endpoint.address() + "/" + endpoint.podUid());
    }

    boolean ready() {
        return endpoint.state() == EndpointState.READY;
    }

    boolean eligible() {
        return ready() && !backoff.active() && admitted();
    }

    private boolean admitted() {
        boolean admitted = gate.breaker().admits();
        missed |= !admitted;
        return admitted;
    }

    /// Whether this loop had missed the endpoint, and it is called again by the doing of any loop.
    boolean cameBack() {
        boolean back = missed && !gate.breaker().open();
        if (back) {
            missed = false;
        }
        return back;
    }

    /// Tells whether an endpoint of an update was there before.
    Object key() {
        return key(endpoint);
    }

    static Object key(Endpoint endpoint) {
        return new Key(endpoint.address(), endpoint.podUid());
    }

    private record Key(Object address, String podUid) {}
}
