package dev.tulle.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Settings;

/// Header blocks, answers to PING and WINDOW_UPDATE go into the batch of their connection and count
/// as written there: should the connection break, all its streams end anyway. Any other frame is
/// written behind the batch.
final class BatchWriter extends DecoratingHttp2FrameWriter {
    private static final int LIKELY = 256;
    private static final int FRAME_HEADER = Http2CodecUtil.FRAME_HEADER_LENGTH;
    private static final int PING = Http2CodecUtil.PING_FRAME_PAYLOAD_LENGTH;
    private static final int UPDATE = Integer.BYTES;

    private final Http2HeadersEncoder encoder;
    private final FrameBatch batch;

    BatchWriter(Http2HeadersEncoder encoder, FrameBatch batch) {
        super(new DefaultHttp2FrameWriter(encoder));
        this.encoder = encoder;
        this.batch = batch;
    }

    @Override
    public ChannelFuture writeHeaders(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int padding,
            boolean endStream,
            ChannelPromise promise) {
        ByteBuf to = batch.room(ctx, LIKELY);
        int start = to.writerIndex();
        to.writeZero(FRAME_HEADER);
        try {
            encoder.encodeHeaders(streamId, headers, to);
        } catch (Http2Exception e) {
            to.writerIndex(start);
            promise.tryFailure(e);
            return ctx.newFailedFuture(e);
        }
        int end = endStream ? FrameFlags.END_STREAM : 0;
        int most = configuration().frameSizePolicy().maxFrameSize();
        int length = to.writerIndex() - start - FRAME_HEADER;
        if (length > most) {
            split(to, start, streamId, end, most);
        } else {
            int behind = to.writerIndex();
            to.writerIndex(start);
            FrameBatch.header(
                    to, length, Http2FrameTypes.HEADERS, end | FrameFlags.END_HEADERS, streamId);
            to.writerIndex(behind);
        }
        promise.trySuccess();
        return promise;
    }

    private static void split(ByteBuf to, int start, int stream, int end, int most) {
        int from = start + FRAME_HEADER;
        ByteBuf block = to.copy(from, to.writerIndex() - from);
        try {
            to.writerIndex(start);
            FrameBatch.header(to, most, Http2FrameTypes.HEADERS, end, stream);
            to.writeBytes(block, most);
            while (block.isReadable()) {
                int length = Math.min(most, block.readableBytes());
                int last = length == block.readableBytes() ? FrameFlags.END_HEADERS : 0;
                FrameBatch.header(to, length, Http2FrameTypes.CONTINUATION, last, stream);
                to.writeBytes(block, length);
            }
        } finally {
            block.release();
        }
    }

    @Override
    public ChannelFuture writeRstStream(
            ChannelHandlerContext ctx, int streamId, long errorCode, ChannelPromise promise) {
        batch.pass(ctx);
        return super.writeRstStream(ctx, streamId, errorCode, promise);
    }

    @Override
    public ChannelFuture writeSettings(
            ChannelHandlerContext ctx, Http2Settings settings, ChannelPromise promise) {
        batch.pass(ctx);
        return super.writeSettings(ctx, settings, promise);
    }

    @Override
    public ChannelFuture writeSettingsAck(ChannelHandlerContext ctx, ChannelPromise promise) {
        batch.pass(ctx);
        return super.writeSettingsAck(ctx, promise);
    }

    @Override
    public ChannelFuture writePing(
            ChannelHandlerContext ctx, boolean ack, long data, ChannelPromise promise) {
        if (!ack) {
            batch.pass(ctx);
            return super.writePing(ctx, false, data, promise);
        }
        ByteBuf to = batch.roomForReply(ctx, FRAME_HEADER + PING);
        FrameBatch.header(to, PING, Http2FrameTypes.PING, FrameFlags.ACK, 0);
        to.writeLong(data);
        promise.trySuccess();
        return promise;
    }

    @Override
    public ChannelFuture writeGoAway(
            ChannelHandlerContext ctx,
            int lastStreamId,
            long errorCode,
            ByteBuf debugData,
            ChannelPromise promise) {
        batch.pass(ctx);
        return super.writeGoAway(ctx, lastStreamId, errorCode, debugData, promise);
    }

    @Override
    public ChannelFuture writeWindowUpdate(
            ChannelHandlerContext ctx,
            int streamId,
            int windowSizeIncrement,
            ChannelPromise promise) {
        ByteBuf to = batch.room(ctx, FRAME_HEADER + UPDATE);
        FrameBatch.header(to, UPDATE, Http2FrameTypes.WINDOW_UPDATE, 0, streamId);
        to.writeInt(windowSizeIncrement);
        promise.trySuccess();
        return promise;
    }
}
