package dev.tulle.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2RemoteFlowController.FlowControlled;
import io.netty.handler.codec.http2.Http2Stream;

/// One part of a body on its way through flow control. It is handed to the socket only as far as
/// the windows and the socket's buffer allow, so what was handed over counts as gone. Small parts
/// are copied behind their frame header and cost one write and no promise.
final class DataOut implements FlowControlled {
    private static final int COPIED = 2_048;
    private static final int FRAME_HEADER = 9;
    private static final int END_STREAM = 1;

    private final Http2ConnectionHandler handler;
    private final Http2Stream stream;
    private final Owner owner;
    private final ByteBuf data;
    private final boolean end;
    private int size;
    private boolean failed;

    /// Told while frames are written: it notes what it is told, and acts on it later.
    interface Owner {
        void left(int bytes);

        void lastLeft();
    }

    DataOut(
            Http2ConnectionHandler handler,
            Http2Stream stream,
            ByteBuf data,
            boolean end,
            Owner owner) {
        this.handler = handler;
        this.stream = stream;
        this.data = data;
        this.end = end;
        this.owner = owner;
        this.size = data.readableBytes();
    }

    @Override
    public int size() {
        return size;
    }

    /// The stream is closed; the size must stay what it is.
    @Override
    public void error(ChannelHandlerContext ctx, Throwable cause) {
        if (!failed) {
            failed = true;
            data.release();
            owner.left(size);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, int allowed) {
        int theirs = handler.encoder().configuration().frameSizePolicy().maxFrameSize();
        int most = Math.min(theirs, Limits.FRAME);
        int left = Math.min(size, allowed);
        boolean empty = size == 0;
        while (left > 0 || empty) {
            int length = Math.min(left, most);
            size -= length;
            left -= length;
            write(ctx, length, end && size == 0);
            owner.left(length);
            empty = false;
        }
        if (size == 0) {
            data.release();
        }
    }

    private void write(ChannelHandlerContext ctx, int length, boolean last) {
        boolean copied = length <= COPIED;
        ByteBuf frame = ctx.alloc().directBuffer(FRAME_HEADER + (copied ? length : 0));
        frame.writeMedium(length)
                .writeByte(Http2FrameTypes.DATA)
                .writeByte(last ? END_STREAM : 0)
                .writeInt(stream.id());
        if (copied) {
            frame.writeBytes(data, length);
            ctx.write(frame, ctx.voidPromise());
        } else {
            ctx.write(frame, ctx.voidPromise());
            ctx.write(data.readRetainedSlice(length), ctx.voidPromise());
        }
    }

    @Override
    public void writeComplete() {
        if (end) {
            owner.lastLeft();
        }
    }

    @Override
    public boolean merge(ChannelHandlerContext ctx, FlowControlled next) {
        return false;
    }
}
