package dev.tulle.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameTypes;
import org.jspecify.annotations.Nullable;

/// The frames of one connection that wait for the next flush. They share a buffer, and with it one
/// write and one TLS record; large DATA stands behind its frame header in a buffer of its own.
final class FrameBatch {
    private static final int LEAST = 512;
    private static final int COPIED = 2_048;

    private final Calm calm;
    private Runnable due = () -> {};
    private @Nullable ByteBuf open;
    private boolean repliesOnly;
    private boolean written;
    private int expected = LEAST;

    FrameBatch(Calm calm) {
        this.calm = calm;
    }

    /// `task` sees to it that [#leave] is called soon; it is run when there is something to leave.
    void onDue(Runnable task) {
        due = task;
    }

    /// A buffer to append a frame to that has about so many bytes.
    ByteBuf room(ChannelHandlerContext ctx, int bytes) {
        ByteBuf batch = opened(ctx, bytes);
        repliesOnly = false;
        return batch;
    }

    /// The same for a frame that may wait a moment for others.
    ByteBuf roomForReply(ChannelHandlerContext ctx, int bytes) {
        repliesOnly |= open == null;
        return opened(ctx, bytes);
    }

    private ByteBuf opened(ChannelHandlerContext ctx, int bytes) {
        ByteBuf batch = open;
        if (batch != null && batch.readableBytes() + bytes > Limits.FRAME) {
            leave(ctx);
            batch = null;
        }
        if (batch == null) {
            batch = ctx.alloc().directBuffer(Math.max(expected, bytes));
            open = batch;
            due.run();
        }
        return batch;
    }

    static void header(ByteBuf to, int length, byte type, int flags, int stream) {
        to.writeMedium(length).writeByte(type).writeByte(flags).writeInt(stream);
    }

    /// One frame of DATA with the next `length` bytes.
    void data(ChannelHandlerContext ctx, int stream, ByteBuf bytes, int length, boolean last) {
        calm.dataWritten();
        boolean copied = length <= COPIED;
        ByteBuf to = room(ctx, Http2CodecUtil.FRAME_HEADER_LENGTH + (copied ? length : 0));
        header(to, length, Http2FrameTypes.DATA, last ? FrameFlags.END_STREAM : 0, stream);
        if (copied) {
            to.writeBytes(bytes, length);
        } else {
            pass(ctx);
            ctx.write(bytes.readRetainedSlice(length), ctx.voidPromise());
        }
    }

    /// A frame follows that is written by itself.
    void pass(ChannelHandlerContext ctx) {
        leave(ctx);
        written = true;
    }

    /// Whether all that waits are replies.
    boolean repliesOnly() {
        return open != null && repliesOnly && !written;
    }

    /// Writes what waits; the flush is the caller's.
    void leave(ChannelHandlerContext ctx) {
        ByteBuf batch = open;
        if (batch != null) {
            open = null;
            written = true;
            int size = batch.readableBytes();
            expected = Math.clamp(Integer.highestOneBit(size) << 1, LEAST, Limits.FRAME);
            ctx.write(batch, ctx.voidPromise());
        }
    }

    /// Whether something was written since the last call: there is something to flush.
    boolean written() {
        boolean flush = written;
        written = false;
        return flush;
    }

    /// The connection is gone.
    void release() {
        ByteBuf batch = open;
        if (batch != null) {
            open = null;
            batch.release();
        }
    }
}
