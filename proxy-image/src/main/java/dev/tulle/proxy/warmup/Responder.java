package dev.tulle.proxy.warmup;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/// Stands for the application: answers each request with a small body, by the version of HTTP that
/// it came by, and sends anything else back as it came. Requests come one at a time and in one
/// piece, for our own caller sends them.
@ChannelHandler.Sharable
final class Responder extends ChannelInboundHandlerAdapter {
    static final int BODY = 1_024;
    private static final int PREFACE = 24;

    /// `:status 200` and `content-type` as HPACK has them.
    private static final String OK_TEXT = "\u0088_\ntext/plain";

    private static final ByteBuf ANSWER =
            Unpooled.unreleasableBuffer(
                    Unpooled.copiedBuffer(
                            "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: "
                                    + BODY
                                    + "\r\n\r\n"
                                    + "w".repeat(BODY),
                            StandardCharsets.US_ASCII));

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        switch (bytes.isReadable() ? bytes.getByte(bytes.readerIndex()) : 0) {
            case 'G' -> {
                bytes.release();
                context.writeAndFlush(ANSWER.duplicate());
            }
            case 'P' -> {
                bytes.skipBytes(PREFACE);
                frames(context, bytes, Frames.of(Frames.SETTINGS, 0, 0, ""));
            }
            case 0 -> frames(context, bytes, "");
            default -> context.writeAndFlush(bytes);
        }
    }

    /// Answers each request among frames of HTTP/2.
    private static void frames(ChannelHandlerContext context, ByteBuf bytes, String first) {
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        bytes.release();
        StringBuilder answers = new StringBuilder(first);
        for (int at = 0; Frames.whole(text, at); at = Frames.next(text, at)) {
            if (Frames.type(text, at) == Frames.HEADERS) {
                int stream = Frames.stream(text, at);
                answers.append(Frames.of(Frames.HEADERS, Frames.END_HEADERS, stream, OK_TEXT));
                answers.append(Frames.of(Frames.DATA, Frames.END_ALL, stream, "w".repeat(BODY)));
            }
        }
        if (!answers.isEmpty()) {
            context.writeAndFlush(Unpooled.copiedBuffer(answers, StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
