package dev.tulle.proxy.tunnel;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;

/// The bytes of a tunnel that is not open yet: up to 64 KiB may be sent at once and are kept until
/// an endpoint has opened; what exceeds them waits.
final class Opening {
    static final int MOST_SENT = 64 * 1024;

    private final Deque<ByteBuf> sent = new ArrayDeque<>(2);
    private final Deque<ByteBuf> waiting = new ArrayDeque<>(1);
    private int sentBytes;
    private boolean finished;

    /// Takes the bytes over; whether they may be sent now, as [ByteBuf#retainedDuplicate].
    boolean add(ByteBuf bytes) {
        int more = bytes.readableBytes();
        if (!waiting.isEmpty() || sentBytes + more > MOST_SENT) {
            waiting.add(bytes);
            return false;
        }
        sentBytes += more;
        sent.add(bytes);
        return true;
    }

    boolean full() {
        return !waiting.isEmpty() || sentBytes >= MOST_SENT;
    }

    /// No byte will follow; whether that may be said now.
    boolean finish() {
        finished = true;
        return waiting.isEmpty();
    }

    /// Sends the same bytes again, to another endpoint.
    void replay(TunnelEnd to) {
        for (ByteBuf bytes : sent) {
            to.write(bytes.retainedDuplicate());
        }
        to.flush();
        if (finished && waiting.isEmpty()) {
            to.finish();
        }
    }

    /// Sends what had to wait and forgets the rest: this endpoint has them all.
    void opened(TunnelEnd by) {
        if (!waiting.isEmpty()) {
            while (!waiting.isEmpty()) {
                by.write(waiting.poll());
            }
            by.flush();
            if (finished) {
                by.finish();
            }
        }
        forget();
    }

    void forget() {
        release(sent);
        release(waiting);
        sentBytes = 0;
    }

    private static void release(Deque<ByteBuf> buffers) {
        while (!buffers.isEmpty()) {
            buffers.poll().release();
        }
    }
}
