package dev.tulle.proxy.upstream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Connections of one event loop that carry many requests at once. The one with the fewest takes
/// the next; another one is opened when all have [#MANY], up to [#MOST_PER_KEY] of a key. Who finds
/// no room waits for the connection that is being opened, or for a request to end.
public final class SharedConnections {
    static final int MANY = 256;
    static final int MOST_PER_KEY = 4;

    private final Map<PoolKey, Group> groups = new HashMap<>();

    /// Connections of one key and who waits for one.
    private static final class Group {
        private final List<HttpConnection> open = new ArrayList<>(1);
        private final ArrayDeque<Opening.Waiter> waiting = new ArrayDeque<>(2);
        private boolean dialing;

        @Nullable HttpConnection fewest() {
            HttpConnection fewest = null;
            for (int i = 0; i < open.size(); i++) {
                HttpConnection each = open.get(i);
                if (each.usable() && (fewest == null || each.calls() < fewest.calls())) {
                    fewest = each;
                }
            }
            return fewest;
        }

        boolean mayDial() {
            return !dialing && open.size() < MOST_PER_KEY;
        }

        boolean unused() {
            return open.isEmpty() && waiting.isEmpty() && !dialing;
        }
    }

    /// Null when a connection is to be opened or waited for.
    @Nullable HttpConnection take(PoolKey key) {
        Group group = groups.get(key);
        HttpConnection fewest = group == null ? null : group.fewest();
        return fewest != null && fewest.calls() >= MANY && group != null && group.mayDial()
                ? null
                : fewest;
    }

    /// True when the caller is to open a connection.
    boolean await(PoolKey key, Opening.Waiter waiter) {
        Group group = groups.computeIfAbsent(key, missing -> new Group());
        group.waiting.addLast(waiter);
        boolean dial = group.mayDial();
        group.dialing |= dial;
        return dial;
    }

    /// A connection stands; true when the caller is to open another one, for some still wait.
    boolean opened(HttpConnection connection) {
        Group group = groups.computeIfAbsent(connection.key(), missing -> new Group());
        group.dialing = false;
        group.open.add(connection);
        serve(group);
        boolean dial = !group.waiting.isEmpty() && group.mayDial();
        group.dialing |= dial;
        return dial;
    }

    /// None could be opened: who waits gets room on another one if there is any, and may go
    /// elsewhere if not.
    void failed(PoolKey key, ConnectFailure failure) {
        Group group = groups.get(key);
        if (group == null) {
            return;
        }
        group.dialing = false;
        serve(group);
        List<Opening.Waiter> waiting = List.copyOf(group.waiting);
        group.waiting.clear();
        if (group.unused()) {
            groups.remove(key);
        }
        waiting.forEach(waiter -> waiter.failed(failure));
    }

    /// A request on it ended.
    public void freed(HttpConnection connection) {
        Group group = groups.get(connection.key());
        if (group != null && !group.waiting.isEmpty()) {
            serve(group);
        }
    }

    private static void serve(Group group) {
        HttpConnection fewest = group.fewest();
        while (fewest != null && !group.waiting.isEmpty()) {
            group.waiting.removeFirst().connected(fewest);
            fewest = group.fewest();
        }
    }

    /// It takes no more requests. Those that wait for nothing else learn it as a failure.
    public void gone(HttpConnection connection) {
        PoolKey key = connection.key();
        Group group = groups.get(key);
        if (group == null || !group.open.remove(connection)) {
            return;
        }
        if (group.open.isEmpty() && !group.dialing) {
            failed(key, ConnectFailure.REFUSED);
        }
    }

    /// Every connection, in no order.
    List<HttpConnection> all() {
        List<HttpConnection> all = new ArrayList<>();
        groups.values().forEach(group -> all.addAll(group.open));
        return all;
    }
}
