package dev.tulle.proxy.resilience;

import dev.tulle.proxy.model.EndpointLimits;
import io.netty.util.concurrent.Ticker;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The gates of all endpoints of the proxy. A loop looks one up when its configuration changes and
/// then keeps it; nothing here is on the request path.
public final class EndpointGates {
    private static final EndpointLimits OWN = new EndpointLimits(1_024, 1_024, 1_024);

    private final int loops;
    private final Ticker ticker;
    private final EndpointLimits own;
    private final AtomicInteger given = new AtomicInteger();
    private final Map<Key, EndpointGate> gates = new ConcurrentHashMap<>();
    private final Map<String, Ejections> ejections = new ConcurrentHashMap<>();

    /// An endpoint of a backend.
    public record Key(String backend, Object endpoint) {}

    public EndpointGates(int loops, Ticker ticker) {
        this(loops, ticker, OWN);
    }

    /// With the proxy's own bounds for each endpoint.
    public EndpointGates(int loops, Ticker ticker, EndpointLimits own) {
        this.loops = loops;
        this.ticker = ticker;
        this.own = own;
    }

    /// What one loop may ask of an endpoint where no limit was set.
    public EndpointShare share() {
        return EndpointShare.of(own, loops);
    }

    /// The number under which a loop counts, from 0.
    public int nextLoop() {
        return given.getAndIncrement() % loops;
    }

    public int loops() {
        return loops;
    }

    public EndpointGate at(Key key) {
        return gates.computeIfAbsent(key, each -> new EndpointGate(loops, ticker));
    }

    public Ejections ejections(String backend) {
        return ejections.computeIfAbsent(backend, each -> new Ejections());
    }

    /// Endpoints that are ejected now.
    public int ejected() {
        int ejected = 0;
        for (EndpointGate gate : gates.values()) {
            ejected += gate.breaker().open() ? 1 : 0;
        }
        return ejected;
    }

    /// Forgets all but these; called when no loop uses any other.
    public void retain(Set<Key> used, Set<String> backends) {
        gates.keySet().retainAll(used);
        ejections.keySet().retainAll(backends);
    }
}
