package dev.tulle.proxy.tunnel;

import dev.tulle.proxy.upstream.ReceiveBuffers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// What comes out of one connection on its way to the other end. Until that is known bytes are kept
/// and reading is paused; afterwards reading is paused while the other end is full.
///
/// How much may come in one turn of the loop doubles while the other end takes all of it at once,
/// and is least again when it does not: a fast peer costs few turns, a slow one little memory.
final class Flow {
    private static final int LEAST_AT_ONCE = 64 * 1_024;

    private final Channel source;
    private final Deque<ByteBuf> kept = new ArrayDeque<>(2);
    private @Nullable TunnelEnd sink;
    private boolean finished;
    private boolean broken;
    private long bytes;
    private @Nullable Runnable firstBytes;
    private @Nullable Runnable firstEnd;
    private int turn;
    private int allowed = LEAST_AT_ONCE;

    Flow(Channel source) {
        this.source = source;
    }

    long bytes() {
        return bytes;
    }

    boolean finished() {
        return finished;
    }

    /// Runs the first of the tasks whose event comes while the other end is not known, or has come.
    void onFirst(Runnable bytes, Runnable end) {
        if (!kept.isEmpty()) {
            bytes.run();
        } else if (finished || broken) {
            end.run();
        } else {
            firstBytes = bytes;
            firstEnd = end;
        }
    }

    private void first(@Nullable Runnable task) {
        firstBytes = null;
        firstEnd = null;
        if (task != null) {
            task.run();
        }
    }

    void join(TunnelEnd other) {
        sink = other;
        while (!kept.isEmpty()) {
            other.write(kept.poll());
        }
        other.flush();
        if (broken) {
            other.reset();
        } else if (finished) {
            other.finish();
        }
        source.config().setAutoRead(other.writable());
    }

    void bytes(ByteBuf in) {
        int length = in.readableBytes();
        bytes += length;
        TunnelEnd to = sink;
        if (to == null) {
            keep(in);
            return;
        }
        to.write(in);
        turn += length;
        if (turn >= allowed) {
            source.config().setAutoRead(false);
        }
    }

    private void keep(ByteBuf in) {
        kept.add(in);
        source.config().setAutoRead(false);
        first(firstBytes);
    }

    /// The end of a turn.
    void flush() {
        TunnelEnd to = sink;
        if (to == null) {
            return;
        }
        to.flush();
        boolean more = to.writable();
        if (!more) {
            allowed = LEAST_AT_ONCE;
        } else if (turn >= allowed) {
            allowed = Math.min(2 * allowed, ReceiveBuffers.MOST_AT_ONCE);
        }
        turn = 0;
        source.config().setAutoRead(more);
    }

    void finish() {
        if (finished || broken) {
            return;
        }
        finished = true;
        TunnelEnd to = sink;
        if (to == null) {
            first(firstEnd);
        } else {
            to.finish();
        }
    }

    void reset() {
        if (broken) {
            return;
        }
        broken = true;
        while (!kept.isEmpty()) {
            kept.poll().release();
        }
        TunnelEnd to = sink;
        if (to == null) {
            first(firstEnd);
        } else {
            to.reset();
        }
    }

    /// The connection takes bytes again: the other end may send some.
    void drained() {
        TunnelEnd to = sink;
        if (to != null) {
            to.resume();
        }
    }

    void resume() {
        source.config().setAutoRead(true);
    }
}
