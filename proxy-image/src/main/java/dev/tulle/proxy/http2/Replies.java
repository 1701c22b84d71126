package dev.tulle.proxy.http2;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Connections of one event loop on which nothing but answers to PING waits to leave. They get a
/// millisecond to find company: a peer of grpc-go sends a PING with each message that it measures,
/// and its answer would be a packet of its own in front of that message's answer.
final class Replies {
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final List<Flushing> waiting = new ArrayList<>();

    void add(Flushing connection) {
        if (waiting.isEmpty()) {
            connection.context().executor().schedule(this::leave, MOST_NANOS, TimeUnit.NANOSECONDS);
        }
        waiting.add(connection);
    }

    private void leave() {
        for (int i = 0; i < waiting.size(); i++) {
            waiting.get(i).repliesLeave();
        }
        waiting.clear();
    }
}
