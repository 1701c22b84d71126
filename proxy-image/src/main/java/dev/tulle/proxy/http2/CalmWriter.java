package dev.tulle.proxy.http2;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameWriter;

/// Bounds the frames that a peer makes us write and does not read, and counts the resets that it
/// causes.
final class CalmWriter extends DecoratingHttp2FrameWriter {
    private final Calm calm;
    private final Runnable tooMuch;
    private int queued;

    /// Answers to PING since the channel was last writable.
    private int unread;

    /// `tooMuch` ends the connection; it may be run more than once.
    CalmWriter(Http2FrameWriter writer, Calm calm, Runnable tooMuch) {
        super(writer);
        this.calm = calm;
        this.tooMuch = tooMuch;
    }

    @Override
    public ChannelFuture writeRstStream(
            ChannelHandlerContext ctx, int streamId, long errorCode, ChannelPromise promise) {
        ChannelFuture written =
                super.writeRstStream(ctx, streamId, errorCode, queued(promise.unvoid()));
        if (caused(errorCode) && !calm.resetCaused()) {
            tooMuch.run();
        }
        return written;
    }

    /// Whether the peer broke a rule; what we give up for other reasons is not its fault.
    private static boolean caused(long errorCode) {
        return errorCode == Http2Error.PROTOCOL_ERROR.code()
                || errorCode == Http2Error.STREAM_CLOSED.code()
                || errorCode == Http2Error.FLOW_CONTROL_ERROR.code()
                || errorCode == Http2Error.FRAME_SIZE_ERROR.code();
    }

    @Override
    public ChannelFuture writeSettingsAck(ChannelHandlerContext ctx, ChannelPromise promise) {
        return super.writeSettingsAck(ctx, queued(promise.unvoid()));
    }

    @Override
    public ChannelFuture writePing(
            ChannelHandlerContext ctx, boolean ack, long data, ChannelPromise promise) {
        if (!ack) {
            return super.writePing(ctx, false, data, queued(promise.unvoid()));
        }
        unread = ctx.channel().isWritable() ? 0 : unread + 1;
        if (unread > Limits.QUEUED_CONTROL_FRAMES) {
            tooMuch.run();
        }
        return super.writePing(ctx, true, data, promise);
    }

    private ChannelPromise queued(ChannelPromise promise) {
        queued++;
        promise.addListener(done -> queued--);
        if (queued > Limits.QUEUED_CONTROL_FRAMES) {
            tooMuch.run();
        }
        return promise;
    }
}
