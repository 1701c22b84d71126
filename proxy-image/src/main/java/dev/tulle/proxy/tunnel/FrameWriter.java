package dev.tulle.proxy.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;

/// Writes frames to a connection.
final class FrameWriter {
    private final ChannelHandlerContext ctx;

    FrameWriter(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    void hello(Hello hello) {
        ByteBuf frame = ctx.alloc().buffer(256);
        header(frame, FrameType.HELLO, 0);
        hello.writeTo(frame);
        frame.setMedium(1, frame.readableBytes() - FrameType.HEADER);
        ctx.write(frame, ctx.voidPromise());
    }

    /// Takes the bytes over, and the room in front of them, and sends them by reference.
    void data(ByteBuf bytes) {
        int length = bytes.readableBytes();
        if (length == 0) {
            bytes.release();
        } else if (length > FrameType.LONGEST_PAYLOAD) {
            split(bytes);
        } else if (bytes.readerIndex() < FrameType.HEADER) {
            frame(bytes);
        } else {
            int start = bytes.readerIndex() - FrameType.HEADER;
            bytes.setByte(start, FrameType.DATA.code()).setMedium(start + 1, length);
            ctx.write(bytes.readerIndex(start), ctx.voidPromise());
        }
    }

    void opened() {
        ctx.write(empty(FrameType.OPENED), ctx.voidPromise());
    }

    void fin() {
        ctx.write(empty(FrameType.FIN), ctx.voidPromise());
    }

    ChannelFuture reset(ResetReason reason) {
        ByteBuf frame = ctx.alloc().buffer(FrameType.HEADER + 1);
        header(frame, FrameType.RESET, 1);
        return ctx.writeAndFlush(frame.writeByte(reason.code()));
    }

    /// A slice has no room in front: what stands there is the slice before.
    private void split(ByteBuf bytes) {
        while (bytes.isReadable()) {
            int part = Math.min(bytes.readableBytes(), FrameType.LONGEST_PAYLOAD);
            frame(bytes.readRetainedSlice(part));
        }
        bytes.release();
    }

    private void frame(ByteBuf payload) {
        ByteBuf header = ctx.alloc().buffer(FrameType.HEADER);
        header(header, FrameType.DATA, payload.readableBytes());
        ctx.write(header, ctx.voidPromise());
        ctx.write(payload, ctx.voidPromise());
    }

    private ByteBuf empty(FrameType type) {
        ByteBuf frame = ctx.alloc().buffer(FrameType.HEADER);
        header(frame, type, 0);
        return frame;
    }

    private static void header(ByteBuf frame, FrameType type, int length) {
        frame.writeByte(type.code()).writeMedium(length);
    }
}
