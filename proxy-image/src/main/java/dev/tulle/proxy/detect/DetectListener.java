package dev.tulle.proxy.detect;

import io.netty.channel.ChannelHandlerContext;

/// Told by [DetectHandler] on the connection's loop.
public interface DetectListener {
    /// The client is silent: open what an opaque connection would get, and call
    /// [DetectHandler#serverBytes] when the server speaks on it, [DetectHandler#serverEnded] when
    /// it ends it. It may still be of no use.
    void silent(ChannelHandlerContext ctx);

    /// Called once. Handlers for what was detected are added behind `ctx` now; the handler then
    /// leaves the pipeline and hands the bytes that it kept to the one behind it.
    void decided(ChannelHandlerContext ctx, Detection detection);
}
