package dev.tulle.proxy.tunnel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `tulle-tcp` connections without a tunnel, at most four per key and for ten seconds: the next
/// connection of the same key costs no handshake. Of one event loop. The key says everything that
/// makes two connections differ.
public final class IdleTunnels<K> {
    private static final int MOST_PER_KEY = 4;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Map<K, Deque<Stay>> idle = new HashMap<>();
    private long stays;

    /// One stay of a connection; it may come and go many times.
    private record Stay(FramedClient client, long number) {}

    /// The connection that became idle last, or null when there is none.
    public @Nullable FramedClient take(K key) {
        Deque<Stay> known = idle.get(key);
        while (known != null && !known.isEmpty()) {
            Stay stay = known.removeFirst();
            if (known.isEmpty()) {
                idle.remove(key);
            }
            if (stay.client().channel().isActive()) {
                return stay.client();
            }
        }
        return null;
    }

    /// Keeps a connection; the oldest of too many is closed.
    public void put(K key, FramedClient client) {
        Deque<Stay> known = idle.computeIfAbsent(key, k -> new ArrayDeque<>(2));
        Stay stay = new Stay(client, stays++);
        known.addFirst(stay);
        if (known.size() > MOST_PER_KEY) {
            known.removeLast().client().channel().close();
        }
        client.channel()
                .eventLoop()
                .schedule(() -> expire(key, stay), LONGEST.toSeconds(), TimeUnit.SECONDS);
    }

    /// Closes all of a key, whose endpoint or trust is gone.
    public void drop(K key) {
        Deque<Stay> known = idle.remove(key);
        if (known != null) {
            known.forEach(stay -> stay.client().channel().close());
        }
    }

    private void expire(K key, Stay stay) {
        Deque<Stay> known = idle.get(key);
        if (known != null && known.remove(stay)) {
            if (known.isEmpty()) {
                idle.remove(key);
            }
            stay.client().channel().close();
        }
    }
}
