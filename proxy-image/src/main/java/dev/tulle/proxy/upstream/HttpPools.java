package dev.tulle.proxy.upstream;

import dev.tulle.proxy.model.Address;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Connections of one event loop that can take a request: idle ones, the last used first, so that
/// the rest grow old and go, and those that carry many at once.
public final class HttpPools {
    /// As many as a loop's callers may be: with less room than a burst needs, each of its requests
    /// would close a connection and the next one open it again. What is idle for long goes anyway.
    private static final int MOST_IDLE_PER_KEY = 4_096;

    private final PoolObserver observer;
    private final Map<PoolKey, ArrayDeque<HttpConnection>> idle = new HashMap<>();
    private final SharedConnections shared = new SharedConnections();
    private final PinnedConnections pinned = new PinnedConnections();
    private Predicate<PoolKey> awaited = key -> false;
    private Consumer<PoolKey> back = key -> {};

    public HttpPools(PoolObserver observer) {
        this.observer = observer;
    }

    public SharedConnections shared() {
        return shared;
    }

    PinnedConnections pinned() {
        return pinned;
    }

    /// Whom to tell that a connection which somebody waits for is idle again.
    void listen(Predicate<PoolKey> waitedFor, Consumer<PoolKey> listener) {
        awaited = waitedFor;
        back = listener;
    }

    @Nullable HttpConnection take(PoolKey key) {
        if (key.engine().shared()) {
            HttpConnection open = shared.take(key);
            if (open != null && open.calls() == 0) {
                observer.reused(key);
            }
            return open;
        }
        ArrayDeque<HttpConnection> waiting = idle.get(key);
        while (waiting != null && !waiting.isEmpty()) {
            HttpConnection last = waiting.removeLast();
            if (last.usable()) {
                observer.reused(key);
                return last;
            }
        }
        return null;
    }

    /// False when there are enough: the connection is to be closed.
    public boolean put(HttpConnection connection) {
        ArrayDeque<HttpConnection> waiting =
                idle.computeIfAbsent(connection.key(), key -> new ArrayDeque<>());
        if (waiting.size() >= MOST_IDLE_PER_KEY) {
            return false;
        }
        waiting.addLast(connection);
        if (awaited.test(connection.key())) {
            back.accept(connection.key());
        }
        return true;
    }

    /// A connection was closed, be it idle or a client's own.
    public void gone(HttpConnection connection) {
        pinned.gone(connection);
        ArrayDeque<HttpConnection> waiting = idle.get(connection.key());
        if (waiting != null && waiting.remove(connection)) {
            observer.evicted(connection.key());
            if (waiting.isEmpty()) {
                idle.remove(connection.key());
            }
        }
    }

    /// Closes the idle connections to other endpoints; used ones end with their requests.
    public void closeUnless(Predicate<Address> wanted) {
        pinned.retireUnless(wanted);
        for (HttpConnection connection : shared.all()) {
            if (connection.key().unwanted(wanted)) {
                connection.close();
            }
        }
        for (PoolKey key : List.copyOf(idle.keySet())) {
            if (key.unwanted(wanted)) {
                ArrayDeque<HttpConnection> waiting = idle.remove(key);
                if (waiting != null) {
                    waiting.forEach(connection -> {
                        observer.evicted(key);
                        connection.close();
                    });
                }
            }
        }
    }

    /// Idle connections of all keys.
    public int size() {
        int size = 0;
        for (ArrayDeque<HttpConnection> waiting : idle.values()) {
            size += waiting.size();
        }
        return size;
    }
}
