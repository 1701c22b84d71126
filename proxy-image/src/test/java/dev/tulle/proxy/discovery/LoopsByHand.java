package dev.tulle.proxy.discovery;

import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.Destination;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.runtime.ConfigTarget;
import dev.tulle.proxy.runtime.MeshConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Loops that swap when the test says so.
final class LoopsByHand implements ConfigTarget {
    final List<MeshConfig> given = new ArrayList<>();
    final Deque<Applied> open = new ArrayDeque<>();
    final List<Address> unanswered = new ArrayList<>();
    final Map<Address, Long> lastUsed = new HashMap<>();

    @Override
    public void apply(MeshConfig next, Applied done) {
        given.add(next);
        open.add(done);
    }

    @Override
    public void unanswered(Address destination) {
        unanswered.add(destination);
    }

    @Override
    public long lastUsedNanos(Address destination) {
        return lastUsed.getOrDefault(destination, Long.MIN_VALUE);
    }

    /// Swaps everything that is asked for, also what is asked for meanwhile.
    void swap() {
        while (!open.isEmpty()) {
            open.remove().applied();
        }
    }

    void fail(String sentence) {
        open.remove().failed(sentence);
    }

    Destination destination(Address address) {
        return Objects.requireNonNull(last().destinations().get(address));
    }

    List<Endpoint> endpoints(String backend) {
        return Objects.requireNonNull(last().endpoints().get(backend)).endpoints();
    }

    MeshConfig last() {
        return given.getLast();
    }
}
