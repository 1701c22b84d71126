package dev.tulle.proxy.upstream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests of one event loop that wait for connections which carry one at a time. Whatever comes
/// first serves the one that has waited longest, be it a connection that was opened or one whose
/// request ended: so a burst opens no more connections than it needs.
///
/// At first four are opened at once, and two for each that stands from then on. Handshakes are work
/// for one core: of 32 begun together each takes as long as all of them, and four that stand early
/// have carried what the others were meant for.
final class OwnConnections {
    private static final int AT_ONCE = 4;

    private final Map<PoolKey, Group> groups = new HashMap<>();

    /// Who waits, and how many connections are being opened for them.
    private static final class Group {
        private final ArrayDeque<Opening.Waiter> waiting = new ArrayDeque<>(2);
        private int dialing;
        private int most = AT_ONCE;

        /// Whether one more is to be opened, which then counts as begun.
        private boolean dials() {
            boolean dial = dialing < waiting.size() && dialing < most;
            if (dial) {
                dialing++;
            }
            return dial;
        }
    }

    /// True when the caller is to open a connection: one is not on its way for everybody who waits,
    /// and not too many are.
    boolean await(PoolKey key, Opening.Waiter waiter) {
        Group group = groups.computeIfAbsent(key, missing -> new Group());
        group.waiting.addLast(waiter);
        return group.dials();
    }

    /// The same after one was opened, until it is false.
    boolean more(PoolKey key) {
        Group group = groups.get(key);
        return group != null && group.dials();
    }

    boolean awaited(PoolKey key) {
        Group group = groups.isEmpty() ? null : groups.get(key);
        return group != null && !group.waiting.isEmpty();
    }

    /// A connection stands that was to be opened.
    void opened(HttpConnection connection) {
        PoolKey key = connection.key();
        Group group = dialed(key);
        if (group != null) {
            group.most++;
        }
        if (group == null || !serve(group, connection)) {
            connection.spare();
        }
        forget(key, group);
    }

    /// None could be opened: all for whom none is on its way may go elsewhere. They are the last
    /// ones where there was no room, else those that have waited longest.
    void failed(PoolKey key, ConnectFailure failure) {
        Group group = dialed(key);
        List<Opening.Waiter> without = new ArrayList<>();
        while (group != null && group.waiting.size() > group.dialing) {
            without.add(
                    failure == ConnectFailure.OVERFLOW
                            ? group.waiting.removeLast()
                            : group.waiting.removeFirst());
        }
        forget(key, group);
        without.forEach(each -> each.failed(failure));
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
