package dev.tulle.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2RemoteFlowController.FlowControlled;
import io.netty.handler.codec.http2.Http2Stream;

/// One part of a body on its way through flow control. It is handed to the socket only as far as
/// the windows and the socket's buffer allow, so what was handed over counts as gone.
final class DataOut implements FlowControlled {
    private final Flushing flushing;
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

    DataOut(Flushing flushing, Http2Stream stream, ByteBuf data, boolean end, Owner owner) {
        this.flushing = flushing;
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
        int theirs = flushing.handler().encoder().configuration().frameSizePolicy().maxFrameSize();
        int most = Math.min(theirs, Limits.FRAME);
        int left = Math.min(size, allowed);
        boolean empty = size == 0;
        while (left > 0 || empty) {
            int length = Math.min(left, most);
            size -= length;
            left -= length;
            flushing.batch().data(ctx, stream.id(), data, length, end && size == 0);
            owner.left(length);
            empty = false;
        }
        if (size == 0) {
            data.release();
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
