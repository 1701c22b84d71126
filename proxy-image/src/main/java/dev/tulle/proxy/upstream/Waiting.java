package dev.tulle.proxy.upstream;

import dev.tulle.proxy.model.Address;
import java.util.HashMap;
import java.util.Map;

/// Requests of one event loop that wait for a connection to be opened, bounded for each endpoint.
public final class Waiting {
    private final int mostPerEndpoint;
    private final Map<Address, Integer> waiting = new HashMap<>();

    public Waiting(int mostPerEndpoint) {
        this.mostPerEndpoint = mostPerEndpoint;
    }

    /// Counts one in, unless there are too many; [#ended] follows exactly once.
    boolean begin(Address endpoint) {
        int now = waiting.getOrDefault(endpoint, 0);
        if (now >= mostPerEndpoint) {
            return false;
        }
        waiting.put(endpoint, now + 1);
        return true;
    }

    void ended(Address endpoint) {
        waiting.computeIfPresent(endpoint, (key, now) -> now == 1 ? null : now - 1);
    }
}
