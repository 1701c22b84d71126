package dev.tulle.proxy;

import io.netty.util.internal.PlatformDependent;

/// What the whole proxy may hold at once; every loop gets its share.
record Bounds(
        int connections, int requests, int waitingPerEndpoint, int handshakes, long replayBytes) {
    private static final int REQUESTS = 10_000;
    private static final int WAITING_PER_ENDPOINT = 1_024;
    private static final int HANDSHAKES = 64;

    /// Of the direct memory, for bodies that may have to be sent again: an eighth.
    private static final int REPLAY_PART = 8;

    static Bounds of(int connections) {
        return new Bounds(
                connections,
                REQUESTS,
                WAITING_PER_ENDPOINT,
                HANDSHAKES,
                PlatformDependent.maxDirectMemory() / REPLAY_PART);
    }

    Bounds share(int loops) {
        return new Bounds(
                Math.ceilDiv(connections, loops),
                Math.ceilDiv(requests, loops),
                Math.ceilDiv(waitingPerEndpoint, loops),
                Math.ceilDiv(handshakes, loops),
                replayBytes / loops);
    }
}
