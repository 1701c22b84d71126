package dev.tulle.proxy.discovery;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Links by grpc on the control loop: no thread of grpc's own works for a stream. Every link is a
/// new channel to one address, so it takes the certificate that is in use at that time, and the
/// choice of the address is ours.
final class GrpcDialer implements Link.Dialer {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int PING_SECONDS = 30;
    private static final int PONG_SECONDS = 10;
    private static final int LARGEST_RESPONSE = 8 << 20;

    private final String authority;
    private final Supplier<SslContext> tls;
    private final EventLoop control;

    /// `authority` is what the certificate of discovery names beside its SPIFFE id: host and port
    /// of its Service.
    GrpcDialer(String authority, Supplier<SslContext> tls, EventLoop control) {
        this.authority = authority;
        this.tls = tls;
        this.control = control;
    }

    @Override
    public Link dial(InetSocketAddress address, Link.Listener listener) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(address)
                        .overrideAuthority(authority)
                        .sslContext(tls.get())
                        .eventLoopGroup(control)
                        .channelType(EpollSocketChannel.class, InetSocketAddress.class)
                        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                        .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
                        .keepAliveTimeout(PONG_SECONDS, TimeUnit.SECONDS)
                        .maxInboundMessageSize(LARGEST_RESPONSE)
                        .directExecutor()
                        .offloadExecutor(control)
                        .proxyDetector(target -> null)
                        .disableRetry()
                        .build();
        GrpcLink link = new GrpcLink(channel, listener);
        control.execute(link::open);
        return link;
    }
}
