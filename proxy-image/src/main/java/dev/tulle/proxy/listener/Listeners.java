package dev.tulle.proxy.listener;

import dev.tulle.proxy.upstream.ReceiveBuffers;
import dev.tulle.proxy.upstream.Watermarks;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/// The sockets of the request path, one of each for every loop, so that the kernel spreads
/// connections and none is handed from thread to thread. Bound at start, they accept nothing until
/// [#accept].
public final class Listeners {
    private static final int BACKLOG = 1_024;

    /// IPV6_V6ONLY of linux/in6.h at level IPPROTO_IPV6: each family has a socket of its own.
    private static final IntegerUnixChannelOption IPV6_ONLY =
            new IntegerUnixChannelOption("IPV6_V6ONLY", 41, 26);

    private final List<Channel> channels = new ArrayList<>();

    /// Binds a socket for connections of the own application; returns where it listens.
    public InetSocketAddress outbound(InetSocketAddress at, EventLoop loop, ListenerLoop parts)
            throws IOException {
        return bind(at, loop, new OutboundAcceptor(parts), parts);
    }

    /// Binds a socket for connections to the own application; returns where it listens.
    public InetSocketAddress inbound(InetSocketAddress at, EventLoop loop, ListenerLoop parts)
            throws IOException {
        return bind(at, loop, new InboundAcceptor(parts), parts);
    }

    private InetSocketAddress bind(
            InetSocketAddress at, EventLoop loop, ChannelHandler acceptor, ListenerLoop parts)
            throws IOException {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loop, loop)
                        .channelFactory(() -> new EpollServerSocketChannel(family(at)))
                        .option(ChannelOption.AUTO_READ, false)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(UnixChannelOption.SO_REUSEPORT, true)
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Watermarks.CONNECTION)
                        .childOption(ChannelOption.RECVBUF_ALLOCATOR, new ReceiveBuffers())
                        .childHandler(acceptor);
        if (family(at) == SocketProtocolFamily.INET6) {
            bootstrap.option(IPV6_ONLY, 1);
        }
        ChannelFuture bound = bootstrap.bind(at).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + at + ": " + bound.cause().getMessage(), bound.cause());
        }
        Channel channel = bound.channel();
        channels.add(channel);
        loop.execute(() -> parts.handshakes().pauses(channel));
        SocketAddress local = channel.localAddress();
        if (local instanceof InetSocketAddress inet) {
            return inet;
        }
        throw new IOException(local + " is no TCP address");
    }

    private static SocketProtocolFamily family(InetSocketAddress at) {
        return at.getAddress() instanceof Inet4Address
                ? SocketProtocolFamily.INET
                : SocketProtocolFamily.INET6;
    }

    /// From now on connections are taken.
    public void accept() {
        channels.forEach(channel -> channel.config().setAutoRead(true));
    }

    public void close() {
        channels.forEach(channel -> channel.close().awaitUninterruptibly());
    }
}
