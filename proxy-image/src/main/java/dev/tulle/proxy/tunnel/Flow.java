package dev.tulle.proxy.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// What comes out of one connection on its way to the other end. Until that is known bytes are kept
/// and reading is paused; afterwards reading is paused while the other end is full.
final class Flow {
    private final Channel source;
    private final Deque<ByteBuf> kept = new ArrayDeque<>(2);
    private @Nullable TunnelEnd sink;
    private boolean finished;
    private boolean broken;
    private long bytes;
    private @Nullable Runnable firstBytes;
    private @Nullable Runnable firstEnd;

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
        bytes += in.readableBytes();
        TunnelEnd to = sink;
        if (to == null) {
            keep(in);
            return;
        }
        to.write(in);
        if (!to.writable()) {
            source.config().setAutoRead(false);
        }
    }

    private void keep(ByteBuf in) {
        kept.add(in);
        source.config().setAutoRead(false);
        first(firstBytes);
    }

    void flush() {
        TunnelEnd to = sink;
        if (to != null) {
            to.flush();
        }
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
