package dev.tulle.proxy.upstream;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests of one event loop that wait for connections which carry one at a time. Whatever comes
/// first serves the one that has waited longest, be it a connection that was opened or one whose
/// request ended: so a burst opens no more connections than it needs.
final class OwnConnections {
    private final Map<PoolKey, Group> groups = new HashMap<>();

    /// Who waits, and how many connections are being opened for them.
    private static final class Group {
        private final ArrayDeque<Opening.Waiter> waiting = new ArrayDeque<>(2);
        private int dialing;
    }

    /// True when the caller is to open a connection: one is not on its way for everybody who waits.
    boolean await(PoolKey key, Opening.Waiter waiter) {
        Group group = groups.computeIfAbsent(key, missing -> new Group());
        group.waiting.addLast(waiter);
        boolean dial = group.dialing < group.waiting.size();
        if (dial) {
            group.dialing++;
        }
        return dial;
    }

    boolean awaited(PoolKey key) {
        Group group = groups.isEmpty() ? null : groups.get(key);
        return group != null && !group.waiting.isEmpty();
    }

    /// A connection stands that was to be opened.
    void opened(HttpConnection connection) {
        PoolKey key = connection.key();
        Group group = dialed(key);
        if (group == null || !serve(group, connection)) {
            connection.spare();
        }
        forget(key, group);
    }

    /// None could be opened: one of those that are then too many may go elsewhere. It is the last
    /// one where there was no room for it, else the one that has waited longest.
    void failed(PoolKey key, ConnectFailure failure) {
        Group group = dialed(key);
        if (group != null && group.waiting.size() > group.dialing) {
            Opening.Waiter one =
                    failure == ConnectFailure.OVERFLOW
                            ? group.waiting.removeLast()
                            : group.waiting.removeFirst();
            forget(key, group);
            one.failed(failure);
        } else {
            forget(key, group);
        }
    }

    /// Connections of the pool are there again.
    void idle(PoolKey key, HttpPools pools) {
        Group group = groups.get(key);
        while (group != null && !group.waiting.isEmpty()) {
            HttpConnection connection = pools.take(key);
            if (connection == null) {
                return;
            }
            if (!serve(group, connection)) {
                connection.spare();
            }
        }
        forget(key, group);
    }

    /// False when nobody wants it.
    private static boolean serve(Group group, HttpConnection connection) {
        boolean taken = false;
        while (!taken && !group.waiting.isEmpty()) {
            Opening.Waiter first = group.waiting.removeFirst();
            taken = first.wanted();
            first.connected(connection);
        }
        return taken;
    }

    private @Nullable Group dialed(PoolKey key) {
        Group group = groups.get(key);
        if (group != null) {
            group.dialing--;
        }
        return group;
    }

    private void forget(PoolKey key, @Nullable Group group) {
        if (group != null && group.dialing == 0 && group.waiting.isEmpty()) {
            groups.remove(key, group);
        }
    }
}
