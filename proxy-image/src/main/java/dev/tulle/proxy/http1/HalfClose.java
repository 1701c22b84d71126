package dev.tulle.proxy.http1;

import dev.tulle.proxy.upstream.Security;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;

/// The end of what a client sends through an HTTP tunnel, once all before it has left: a FIN where
/// the connection is plain. TLS has no half-close here, so there both directions end.
final class HalfClose {
    private HalfClose() {}

    /// `both` runs where only both directions can end.
    static void begin(ChannelHandlerContext ctx, Security security, Runnable both) {
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(flushed -> {
                    if (security instanceof Security.Plain
                            && ctx.channel() instanceof DuplexChannel plain) {
                        plain.shutdownOutput();
                    } else {
                        both.run();
                    }
                });
    }
}
