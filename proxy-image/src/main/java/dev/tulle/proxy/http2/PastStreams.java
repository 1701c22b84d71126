package dev.tulle.proxy.http2;

import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;

/// What is remembered of streams that the codec has forgotten, so that HEADERS on them mean what
/// RFC 9113 section 5.1 says: on one that the client ended itself, or never opened, the client has
/// lost count and the connection ends; on one that was reset they may have crossed the reset.
final class PastStreams {
    private static final int REMEMBERED = 32;

    private final int[] ended = new int[REMEMBERED];
    private int next;
    private int last;
    private int skippedFrom;
    private int skippedTo;

    /// A client opens streams with rising odd numbers.
    void opened(int stream) {
        if (stream > last + 2) {
            skippedFrom = last + 2;
            skippedTo = stream - 2;
        }
        last = stream;
    }

    /// Both sides ended it, and neither reset it.
    void ended(int stream) {
        ended[next] = stream;
        next = (next + 1) % REMEMBERED;
    }

    /// The error of the connection when HEADERS come on it, null when there is none.
    @Nullable Http2Error headersOn(int stream) {
        if (stream % 2 == 1 && stream >= skippedFrom && stream <= skippedTo) {
            return Http2Error.PROTOCOL_ERROR;
        }
        for (int each : ended) {
            if (each == stream) {
                return Http2Error.STREAM_CLOSED;
            }
        }
        return null;
    }
}
