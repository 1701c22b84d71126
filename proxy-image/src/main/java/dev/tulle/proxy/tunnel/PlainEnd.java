package dev.tulle.proxy.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A TCP connection as the end of a tunnel. FIN and RST pass through in both directions; the
/// channel must allow half-closure. A connection that ends in any other way resets the other end.
public final class PlainEnd extends ChannelInboundHandlerAdapter implements TunnelEnd {
    private @Nullable ChannelHandlerContext context;
    private @Nullable Flow flow;
    private long bytesWritten;
    private boolean outputFinished;

    /// Bytes that came from the connection.
    public long bytesRead() {
        Flow in = flow;
        return in == null ? 0 : in.bytes();
    }

    /// Bytes that were written to the connection.
    public long bytesWritten() {
        return bytesWritten;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        flow = new Flow(ctx.channel());
    }

    @Override
    public void join(TunnelEnd other) {
        flow().join(other);
    }

    @Override
    public void onFirst(Runnable bytes, Runnable end) {
        flow().onFirst(bytes, end);
    }

    @Override
    public void write(ByteBuf bytes) {
        bytesWritten += bytes.readableBytes();
        context().write(bytes, context().voidPromise());
    }

    @Override
    public void flush() {
        context().flush();
    }

    @Override
    public void finish() {
        if (outputFinished) {
            return;
        }
        outputFinished = true;
        // shutdownOutput fails what is still queued, so it waits for an empty write behind all.
        context()
                .writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(written -> {
                    if (written.isSuccess()) {
                        shutdownOutput();
                    }
                });
    }

    @Override
    public void reset() {
        if (context().channel().isActive()) {
            context().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        context().close();
    }

    @Override
    public boolean writable() {
        return context().channel().isWritable();
    }

    @Override
    public void resume() {
        flow().resume();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        flow().bytes((ByteBuf) msg);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        flow().flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            flow().drained();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            flow().finish();
            closeWhenFinished();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!flow().finished() || !outputFinished) {
            flow().reset();
        }
        ctx.fireChannelInactive();
    }

    /// A reset by the peer, or a write that failed: neither end may take it for a clean end.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        flow().reset();
        reset();
    }

    private void shutdownOutput() {
        ((DuplexChannel) context().channel())
                .shutdownOutput()
                .addListener(done -> closeWhenFinished());
    }

    private void closeWhenFinished() {
        DuplexChannel channel = (DuplexChannel) context().channel();
        if (channel.isOutputShutdown() && flow().finished()) {
            context().close();
        }
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "the end is in no pipeline yet");
    }

    private Flow flow() {
        return Objects.requireNonNull(flow, "the end is in no pipeline yet");
    }
}
