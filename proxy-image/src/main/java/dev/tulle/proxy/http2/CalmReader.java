package dev.tulle.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import org.jspecify.annotations.Nullable;

/// Reads frame by frame and shows each to [Calm] before the codec looks at it: also those that it
/// would ignore. What nearly all frames are, plain DATA and a header block in one frame, is read
/// here without an object more; anything else, and anything wrong, by Netty's reader.
final class CalmReader implements Http2FrameReader {
    private static final int FRAME_HEADER = Http2CodecUtil.FRAME_HEADER_LENGTH;
    private static final int TYPE_AT = 3;
    private static final int FLAGS_AT = 4;
    private static final int STREAM_AT = 5;

    private final Http2HeadersDecoder headers;
    private final Http2FrameReader reader;
    private final Calm calm;
    private @Nullable CalmListener counting;
    private boolean withinHeaders;
    private boolean headUnderWay = true;
    private int units;
    private boolean broken;

    CalmReader(Http2HeadersDecoder headers, Calm calm) {
        this.headers = headers;
        this.reader = new DefaultHttp2FrameReader(headers, Limits.SMALL_CONTINUATIONS);
        this.calm = calm;
    }

    /// The codec changes its listener once, behind the preface.
    @Override
    public void readFrame(ChannelHandlerContext ctx, ByteBuf in, Http2FrameListener listener)
            throws Http2Exception {
        CalmListener current = counting;
        if (current == null || !current.listensFor(listener)) {
            current = new CalmListener(listener, calm);
            counting = current;
        }
        try {
            while (!broken && in.readableBytes() >= FRAME_HEADER) {
                int length = in.getUnsignedMedium(in.readerIndex());
                boolean tooLong = length > reader.configuration().frameSizePolicy().maxFrameSize();
                if (!tooLong && in.readableBytes() < FRAME_HEADER + length) {
                    break;
                }
                readOne(ctx, in, tooLong ? 0 : length, current);
                units += withinHeaders ? 0 : 1;
            }
            headUnderWay = units == 0 || withinHeaders || beginsHead(in);
        } catch (Http2Exception e) {
            broken |= !Http2Exception.isStreamError(e);
            throw e;
        } catch (RuntimeException e) {
            broken = true;
            throw e;
        }
        if (broken) {
            in.skipBytes(in.readableBytes());
        }
    }

    /// Whether what is left of `in` may be the beginning of a head.
    private static boolean beginsHead(ByteBuf in) {
        int left = in.readableBytes();
        return left > 0
                && (left <= TYPE_AT
                        || in.getByte(in.readerIndex() + TYPE_AT) == Http2FrameTypes.HEADERS);
    }

    /// Whether the peer has begun a head, or its preface with SETTINGS, that is not whole yet.
    boolean headUnderWay() {
        return headUnderWay;
    }

    /// Frames that were read; a header block with its CONTINUATION is one.
    int units() {
        return units;
    }

    private void readOne(ChannelHandlerContext ctx, ByteBuf in, int length, CalmListener to)
            throws Http2Exception {
        int at = in.readerIndex();
        int type = in.getByte(at + TYPE_AT);
        int flags = in.getUnsignedByte(at + FLAGS_AT);
        int stream = in.getInt(at + STREAM_AT) & Integer.MAX_VALUE;
        boolean plain =
                !withinHeaders
                        && stream > 0
                        && (flags & (FrameFlags.PADDED | FrameFlags.PRIORITY)) == 0;
        if (plain && type == Http2FrameTypes.DATA) {
            in.skipBytes(FRAME_HEADER);
            to.onDataRead(
                    ctx, stream, in.readSlice(length), 0, (flags & FrameFlags.END_STREAM) != 0);
        } else if (plain
                && type == Http2FrameTypes.HEADERS
                && (flags & FrameFlags.END_HEADERS) != 0) {
            in.skipBytes(FRAME_HEADER);
            Http2Headers list = decoded(in, length, stream);
            to.onHeadersRead(ctx, stream, list, 0, (flags & FrameFlags.END_STREAM) != 0);
        } else {
            if (type == Http2FrameTypes.HEADERS || type == Http2FrameTypes.CONTINUATION) {
                withinHeaders = (flags & FrameFlags.END_HEADERS) == 0;
            }
            reader.readFrame(ctx, in.readSlice(FRAME_HEADER + length), to);
        }
    }

    private Http2Headers decoded(ByteBuf in, int length, int stream) throws Http2Exception {
        int all = in.writerIndex();
        int end = in.readerIndex() + length;
        in.writerIndex(end);
        try {
            return headers.decodeHeaders(stream, in);
        } finally {
            in.setIndex(end, all);
        }
    }

    @Override
    public Configuration configuration() {
        return reader.configuration();
    }

    @Override
    public void close() {
        reader.close();
    }
}
