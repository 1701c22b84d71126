package dev.tulle.proxy.listener;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/// Waits for the end of a handshake, so that the engine is in place before the first byte behind
/// it. The connection of a handshake that fails is closed by the TLS handler.
final class HandshakeHandler extends ChannelInboundHandlerAdapter {
    private final Handshakes handshakes;
    private final Runnable succeeded;

    HandshakeHandler(Handshakes handshakes, Runnable succeeded) {
        this.handshakes = handshakes;
        this.succeeded = succeeded;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completion) {
            if (completion.isSuccess()) {
                succeeded.run();
                ctx.pipeline().remove(this);
            }
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        handshakes.ended();
    }

    /// The TLS handler has told its observer why.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
