package dev.tulle.proxy.upstream;

import dev.tulle.proxy.model.Address;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Idle connections of one event loop, the last used first: the rest grow old and go.
public final class HttpPools {
    private static final int MOST_IDLE_PER_KEY = 256;

    private final PoolObserver observer;
    private final Map<PoolKey, ArrayDeque<HttpConnection>> idle = new HashMap<>();

    public HttpPools(PoolObserver observer) {
        this.observer = observer;
    }

    @Nullable HttpConnection take(PoolKey key) {
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
        return true;
    }

    /// An idle connection was closed.
    public void gone(HttpConnection connection) {
        ArrayDeque<HttpConnection> waiting = idle.get(connection.key());
        if (waiting != null && waiting.remove(connection)) {
            observer.evicted(connection.key());
            if (waiting.isEmpty()) {
                idle.remove(connection.key());
            }
        }
    }

    /// Closes the idle connections to endpoints that are gone.
    public void closeUnless(Predicate<Address> wanted) {
        for (PoolKey key : List.copyOf(idle.keySet())) {
            if (key.reach() == Reach.NETWORK && !wanted.test(key.address())) {
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
