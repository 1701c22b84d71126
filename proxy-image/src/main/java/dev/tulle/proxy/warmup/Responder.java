package dev.tulle.proxy.warmup;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/// Stands for the application: answers each request with a small body, and sends anything else back
/// as it came. Requests come one at a time and in one piece, for our own caller sends them.
@ChannelHandler.Sharable
final class Responder extends ChannelInboundHandlerAdapter {
    static final int BODY = 1_024;
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
        if (bytes.isReadable() && bytes.getByte(bytes.readerIndex()) == 'G') {
            bytes.release();
            context.writeAndFlush(ANSWER.duplicate());
        } else {
            context.writeAndFlush(bytes);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
