package dev.tulle.proxy.runtime;

import java.util.function.DoubleSupplier;

/// What one event loop does at once, and whether it may begin more. Plain numbers of that loop;
/// others may read them and see a value of just before.
public final class Load {
    private static final double TIGHT = 0.6;
    private static final double SHORT = 0.8;

    /// Connections, and requests, beyond the bounds that are for the kubelet alone: it ends a pod
    /// that does not take its probes, and a busy one is no sick one.
    static final int FOR_PROBES = 16;

    private final int mostRequests;
    private final int mostConnections;
    private final DoubleSupplier memory;
    private final Drain drain;
    private int requests;
    private int connections;
    private int tunnels;
    private int mayAsk;

    /// The bounds are this loop's share. `memory` tells how much of the direct memory is used,
    /// between 0 and 1.
    public Load(int mostRequests, int mostConnections, DoubleSupplier memory, Drain drain) {
        this.mostRequests = mostRequests;
        this.mostConnections = mostConnections;
        this.memory = memory;
        this.drain = drain;
    }

    /// Counts one request in, unless there are too many; [#requestEnded] follows exactly once.
    public boolean beginRequest() {
        if (requests >= mostRequests || memory.getAsDouble() > SHORT) {
            return false;
        }
        requests++;
        return true;
    }

    /// As [#beginRequest], for a probe: there is room for a few more of them, and memory for what
    /// they ask.
    public boolean beginProbeRequest() {
        if (requests >= mostRequests + FOR_PROBES) {
            return false;
        }
        requests++;
        return true;
    }

    /// Whether bodies are to be read more slowly.
    boolean memoryTight() {
        return memory.getAsDouble() > TIGHT;
    }

    public void requestEnded() {
        requests--;
    }

    /// Counts one accepted connection in, unless there are too many; [#connectionEnded] follows
    /// once.
    public boolean beginConnection() {
        return beginConnection(mostConnections);
    }

    /// As [#beginConnection], for what may be a probe: there is room for a few more of them.
    public boolean beginProbe() {
        return beginConnection(mostConnections + FOR_PROBES);
    }

    private boolean beginConnection(int most) {
        if (connections >= most) {
            return false;
        }
        connections++;
        return true;
    }

    public void connectionEnded() {
        connections--;
    }

    public void tunnelOpened() {
        tunnels++;
    }

    public void tunnelEnded() {
        tunnels--;
    }

    /// Counts one connection of others in that may bring a request without warning: it said nothing
    /// yet, or it is one of the mesh; [#asksNoMore] follows once.
    public void mayAsk() {
        mayAsk++;
    }

    public void asksNoMore() {
        mayAsk--;
    }

    /// Whether a request may be on its way here that its sender cannot repeat.
    public boolean expectant() {
        return mayAsk > 0;
    }

    public int requests() {
        return requests;
    }

    public int tunnels() {
        return tunnels;
    }

    /// Whether somebody would notice if the proxy ended now: idle connections would not.
    public boolean busy() {
        return requests > 0 || tunnels > 0;
    }

    public int connections() {
        return connections;
    }

    public Drain drain() {
        return drain;
    }
}
