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

    /// Takes the bytes over and sends them by reference, in as many frames as they need.
    void data(ByteBuf bytes) {
        while (bytes.readableBytes() > FrameType.LONGEST_PAYLOAD) {
            part(bytes.readRetainedSlice(FrameType.LONGEST_PAYLOAD));
        }
        if (bytes.isReadable()) {
            part(bytes);
        } else {
            bytes.release();
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

    private void part(ByteBuf bytes) {
        ByteBuf header = ctx.alloc().buffer(FrameType.HEADER);
        header(header, FrameType.DATA, bytes.readableBytes());
        ctx.write(header, ctx.voidPromise());
        ctx.write(bytes, ctx.voidPromise());
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
