package dev.tulle.proxy.http2;

import dev.tulle.proxy.exchange.HttpSource;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/// What one stream sends. The source of its body is told what has left, and when to pause and go
/// on.
final class Outflow implements DataOut.Owner, Settling.Due {
    private final Flushing flushing;
    private final Runnable ended;
    private @Nullable Http2Stream stream;
    private @Nullable HttpSource source;
    private int outstanding;
    private int unsettled;
    private boolean lastLeft;
    private boolean due;
    private boolean paused;

    /// `ended` runs when the last byte has left.
    Outflow(Flushing flushing, Runnable ended) {
        this.flushing = flushing;
        this.ended = ended;
    }

    void from(HttpSource newSource) {
        source = newSource;
    }

    /// A body or trailers follow.
    void headers(Http2Stream on, HeaderList list) {
        write(on, list, false, flushing.done());
    }

    /// The last that the stream sends.
    ChannelPromise lastHeaders(Http2Stream on, HeaderList list) {
        ChannelPromise written = flushing.context().newPromise();
        write(on, list, true, written);
        flushing.wrote();
        return written;
    }

    private void write(Http2Stream on, HeaderList list, boolean end, ChannelPromise written) {
        flushing.handler()
                .encoder()
                .writeHeaders(flushing.context(), on.id(), list, 0, end, written);
    }

    void rst(Http2Stream on, long code) {
        ChannelHandlerContext ctx = flushing.context();
        flushing.handler().encoder().writeRstStream(ctx, on.id(), code, ctx.newPromise());
        flushing.wrote();
    }

    void write(Http2Stream on, ByteBuf bytes, boolean end) {
        stream = on;
        outstanding += bytes.readableBytes();
        flushing.handler()
                .encoder()
                .flowController()
                .addFlowControlled(on, new DataOut(flushing, on, bytes, end, this));
    }

    /// False asks the source to pause until it is told to go on.
    boolean writable() {
        boolean writable = outstanding < Limits.HIGH_WATER;
        paused |= !writable;
        return writable;
    }

    /// These bytes were thrown away.
    void dropped(int bytes) {
        HttpSource from = source;
        if (from != null && bytes > 0) {
            from.consumed(bytes);
        }
    }

    @Override
    public void left(int bytes) {
        unsettled += bytes;
        due();
    }

    @Override
    public void lastLeft() {
        lastLeft = true;
        Http2Stream on = stream;
        if (on != null) {
            flushing.handler().closeStreamLocal(on, flushing.done());
        }
        due();
    }

    private void due() {
        if (!due) {
            due = true;
            flushing.settling().add(this);
        }
    }

    @Override
    public void settle() {
        due = false;
        int bytes = unsettled;
        unsettled = 0;
        outstanding -= bytes;
        dropped(bytes);
        HttpSource from = source;
        if (paused && outstanding <= Limits.LOW_WATER && from != null) {
            paused = false;
            from.resume();
        }
        if (lastLeft) {
            lastLeft = false;
            ended.run();
        }
    }
}
