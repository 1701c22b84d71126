package dev.tulle.proxy.capture;

import dev.tulle.proxy.listener.OriginalDestination;
import dev.tulle.proxy.listener.SocketOriginalDestination;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.IpAddress;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;

/// Tells a caller which port it reached, where it had wanted to go as the proxy would see it, and
/// who it is; then sends back what comes.
@ChannelHandler.Sharable
final class Greeter extends ChannelInboundHandlerAdapter {

    private final OriginalDestination destination = new SocketOriginalDestination();
    private final int port;

    Greeter(int port) {
        this.port = port;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        var remote = (InetSocketAddress) ctx.channel().remoteAddress();
        IpAddress caller = IpAddress.of(remote.getAddress().getAddress());
        Address wanted = destination.of(ctx.channel());
        String original = wanted == null ? "not-redirected" : wanted.ip() + "/" + wanted.port();
        String greeting = port + " " + original + " " + caller + "\n";
        ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), greeting));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ctx.writeAndFlush(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
