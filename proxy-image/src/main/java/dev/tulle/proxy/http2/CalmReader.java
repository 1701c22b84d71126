package dev.tulle.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;

/// Shows every frame to [Calm] before the codec looks at it: also those that it would ignore.
final class CalmReader implements Http2FrameReader {
    private final Http2FrameReader reader;
    private final Calm calm;
    private @Nullable Counting counting;

    CalmReader(Http2FrameReader reader, Calm calm) {
        this.reader = reader;
        this.calm = calm;
    }

    /// The codec changes its listener once, behind the preface.
    @Override
    public void readFrame(ChannelHandlerContext ctx, ByteBuf in, Http2FrameListener listener)
            throws Http2Exception {
        Counting current = counting;
        if (current == null || !current.to.equals(listener)) {
            current = new Counting(listener);
            counting = current;
        }
        reader.readFrame(ctx, in, current);
    }

    @Override
    public Configuration configuration() {
        return reader.configuration();
    }

    @Override
    public void close() {
        reader.close();
    }

    private final class Counting extends Http2FrameListenerDecorator {
        private final Http2FrameListener to;

        Counting(Http2FrameListener to) {
            super(to);
            this.to = to;
        }

        @Override
        public int onDataRead(
                ChannelHandlerContext ctx,
                int streamId,
                ByteBuf data,
                int padding,
                boolean endOfStream)
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
        public void onWindowUpdateRead(
                ChannelHandlerContext ctx, int streamId, int windowSizeIncrement)
                throws Http2Exception {
            calm.windowUpdateRead(windowSizeIncrement);
            super.onWindowUpdateRead(ctx, streamId, windowSizeIncrement);
        }
    }
}
