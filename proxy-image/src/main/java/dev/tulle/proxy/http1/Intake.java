package dev.tulle.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/// The bytes that a client sends, given to the server part by part. What it cannot take yet waits
/// here, and nothing more is read until it can.
final class Intake {
    private final Http1Server server;
    private @Nullable ByteBuf waiting;
    private boolean giving;

    Intake(Http1Server server) {
        this.server = server;
    }

    void read(ChannelHandlerContext ctx, ByteBuf in) {
        ByteBuf before = waiting;
        waiting = null;
        give(
                before == null
                        ? in
                        : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), before, in));
    }

    private void give(ByteBuf in) {
        giving = true;
        try {
            while (in.isReadable() && server.take(in)) {
                // One part of a message was taken.
            }
        } finally {
            giving = false;
        }
        if (in.isReadable() && !server.closed()) {
            waiting = in;
            pause();
            return;
        }
        in.release();
        if (server.awaitsRequest() && !channel().config().isAutoRead()) {
            channel().config().setAutoRead(true);
        }
    }

    void pause() {
        channel().config().setAutoRead(false);
    }

    /// What waits may be taken now, and more be read behind it.
    void resume() {
        ByteBuf before = giving ? null : waiting;
        if (before != null) {
            waiting = null;
            give(before);
            server.flush();
        }
        if (giving || (waiting == null && !server.closed())) {
            channel().config().setAutoRead(true);
        }
    }

    void release() {
        ByteBuf before = waiting;
        if (before != null) {
            waiting = null;
            before.release();
        }
    }

    private Channel channel() {
        return server.channel();
    }
}
