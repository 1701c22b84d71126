package dev.tulle.operator.report;

import java.util.HashMap;
import java.util.Map;

/// How many resources made from one object one proxy is to have, and what it did with them.
final class ProxyTally {

    /// What the numbers say about one generation.
    enum State {
        PROGRAMMED,
        REJECTED,
        WAITING
    }

    private record Counts(int acked, int rejected) {}

    private final ProxyRef proxy;
    private long since;
    private final Map<Long, Counts> generations = new HashMap<>(2);
    private int resources;
    private boolean connected = true;
    private boolean ready;
    private Standing.Rejected lastRejection = new Standing.Rejected("", "");

    /// @param ready whether the pod is Ready
    ProxyTally(ProxyRef proxy, long since, boolean ready) {
        this.proxy = proxy;
        this.since = since;
        this.ready = ready;
    }

    ProxyRef proxy() {
        return proxy;
    }

    /// Since when the proxy holds something of the object while its pod is Ready, in seconds since
    /// the epoch.
    long since() {
        return since;
    }

    Standing.Rejected lastRejection() {
        return lastRejection;
    }

    boolean isReady() {
        return ready;
    }

    void ready(long nowSeconds) {
        ready = true;
        since = nowSeconds;
    }

    void unready() {
        ready = false;
    }

    boolean isConnected() {
        return connected;
    }

    void disconnect() {
        connected = false;
    }

    boolean isEmpty() {
        return resources == 0;
    }

    void add(long generation, Standing standing) {
        resources++;
        count(generation, standing, 1);
        if (standing instanceof Standing.Rejected rejected) {
            lastRejection = rejected;
        }
    }

    void remove(long generation, Standing standing) {
        resources--;
        count(generation, standing, -1);
    }

    /// A proxy has a generation when every resource that it is to have of the object is of that
    /// generation and acknowledged.
    State stateAt(long generation) {
        Counts counts = generations.get(generation);
        if (counts == null) {
            return State.WAITING;
        }
        if (counts.rejected() > 0) {
            return State.REJECTED;
        }
        return counts.acked() == resources ? State.PROGRAMMED : State.WAITING;
    }

    private void count(long generation, Standing standing, int by) {
        switch (standing) {
            case Standing.Waiting() -> {}
            case Standing.Acked() -> change(generation, by, 0);
            case Standing.Rejected _ -> change(generation, 0, by);
        }
    }

    private void change(long generation, int acked, int rejected) {
        Counts old = generations.getOrDefault(generation, new Counts(0, 0));
        Counts now = new Counts(old.acked() + acked, old.rejected() + rejected);
        if (now.acked() == 0 && now.rejected() == 0) {
            generations.remove(generation);
        } else {
            generations.put(generation, now);
        }
    }
}
