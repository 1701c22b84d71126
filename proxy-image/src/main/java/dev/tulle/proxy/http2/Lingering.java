package dev.tulle.proxy.http2;

import dev.tulle.proxy.runtime.Deadline;
import dev.tulle.proxy.runtime.Wheel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The end of a connection whose client broke the protocol (RFC 9113 section 5.4.1). All streams
/// end at once. A socket that is closed with bytes unread resets its peer, which may lose the
/// GOAWAY that says why; so the rest is read and dropped until the client ends its half, one second
/// at most.
final class Lingering {
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Http2ConnectionHandler handler;
    private final Deadline over;
    private @Nullable ChannelHandlerContext context;

    Lingering(Http2ConnectionHandler handler, Wheel wheel) {
        this.handler = handler;
        this.over = wheel.deadline(this::close);
    }

    void begin(ChannelHandlerContext ctx, Http2Exception error) {
        context = ctx;
        over.in(NANOS);
        int last = handler.connection().remote().lastStreamCreated();
        ByteBuf why = ByteBufUtil.writeUtf8(ctx.alloc(), String.valueOf(error.getMessage()));
        handler.goAway(ctx, last, error.error().code(), why, ctx.newPromise())
                .addListener(sent -> endOutput(ctx));
        handler.connection().close(ctx.voidPromise());
        ctx.flush();
    }

    /// TLS has no half-close: there the client closes when it has read the GOAWAY, or the deadline.
    private static void endOutput(ChannelHandlerContext ctx) {
        boolean tls = ctx.pipeline().get(SslHandler.class) != null;
        if (!tls && ctx.channel() instanceof DuplexChannel plain) {
            plain.shutdownOutput();
        }
    }

    private void close() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.close();
        }
    }

    void end() {
        over.off();
    }
}
