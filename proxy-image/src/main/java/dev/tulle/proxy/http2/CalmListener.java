package dev.tulle.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Settings;

/// Counts frames with [Calm] on their way to the codec.
final class CalmListener extends Http2FrameListenerDecorator {
    private final Http2FrameListener to;
    private final Calm calm;

    CalmListener(Http2FrameListener to, Calm calm) {
        super(to);
        this.to = to;
        this.calm = calm;
    }

    boolean listensFor(Http2FrameListener listener) {
        return to.equals(listener);
    }

    @Override
    public int onDataRead(
            ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
            throws Http2Exception {
        calm.dataRead(data.readableBytes(), endOfStream);
        return super.onDataRead(ctx, streamId, data, padding, endOfStream);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode)
            throws Http2Exception {
        calm.resetRead();
        super.onRstStreamRead(ctx, streamId, errorCode);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
            throws Http2Exception {
        calm.settingsRead();
        super.onSettingsRead(ctx, settings);
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
        calm.pingRead();
        super.onPingRead(ctx, data);
    }

    @Override
    public void onPriorityRead(
            ChannelHandlerContext ctx,
            int streamId,
            int streamDependency,
            short weight,
            boolean exclusive)
            throws Http2Exception {
        calm.priorityRead();
        super.onPriorityRead(ctx, streamId, streamDependency, weight, exclusive);
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int windowSizeIncrement)
            throws Http2Exception {
        calm.windowUpdateRead(windowSizeIncrement);
        super.onWindowUpdateRead(ctx, streamId, windowSizeIncrement);
    }
}
