package dev.tulle.proxy.tunnel;

import dev.tulle.proxy.tls.MeshProtocol;
import dev.tulle.proxy.tls.MeshTls;
import dev.tulle.proxy.tls.TestAuthority;
import dev.tulle.proxy.tls.TlsObserver;
import dev.tulle.proxy.upstream.SteadyEpoll;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Two tunnels over real TLS on loopback: a client's socket, the caller's side, mesh TLS, the
/// called side, an application's socket.
final class TunnelRig implements AutoCloseable {
    private static final String WEB = "spiffe://cluster.local/ns/shop/sa/web";
    private static final String DB = "spiffe://cluster.local/ns/shop/sa/db";
    private static final WriteBufferWaterMark MARKS =
            new WriteBufferWaterMark(64 * 1024, 128 * 1024);

    final ServerSocket application;
    final AtomicInteger meshConnections = new AtomicInteger();

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, new SteadyEpoll());
    private final EventLoop callerLoop = loops.next();
    private final EventLoop calledLoop = loops.next();
    private final ExecutorService tasks = Executors.newSingleThreadExecutor();
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final IdleTunnels<SocketAddress> idle = new IdleTunnels<>();
    private final TestAuthority authority = TestAuthority.of("cluster.local");
    private final MeshTls web = tls(WEB);
    private final MeshTls db = tls(DB);
    private final List<Channel> called;
    private final Channel caller;

    /// Endpoints are tried in this order; each dials the port that it is given.
    TunnelRig(int... applicationPorts) throws IOException {
        this.application = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.called =
                Arrays.stream(applicationPorts)
                        .mapToObj(port -> called(port == 0 ? application.getLocalPort() : port))
                        .toList();
        this.caller = listen(callerLoop, this::call);
    }

    /// A connection of the client.
    Socket connect() throws IOException {
        InetSocketAddress address = (InetSocketAddress) caller.localAddress();
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /// What the application accepted.
    Socket accept() throws IOException {
        application.setSoTimeout(10_000);
        Socket socket = application.accept();
        socket.setSoTimeout(10_000);
        return socket;
    }

    @Override
    public void close() throws IOException {
        application.close();
        channels.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        tasks.shutdownNow();
        web.close();
        db.close();
    }

    private MeshTls tls(String id) {
        MeshTls tls =
                new MeshTls(
                        Clock.systemUTC(), Ticker.systemTicker(), tasks, new TlsObserver.None());
        try {
            tls.use(authority.identity(id));
        } catch (IOException e) {
            throw new IllegalStateException("an identity of the test authority", e);
        }
        return tls;
    }

    private void call(Channel client) {
        PlainEnd application = new PlainEnd();
        client.pipeline().addLast(application);
        AtomicInteger next = new AtomicInteger();
        TunnelCall[] holder = new TunnelCall[1];
        TunnelCall call =
                new TunnelCall(
                        new Hello("shop/db:5432", "shop/web-1", "127.0.0.1"),
                        reason -> dial(holder[0], next));
        holder[0] = call;
        TunnelEnd.pair(application, call);
        dial(call, next);
    }

    private void dial(TunnelCall call, AtomicInteger next) {
        if (next.get() == called.size()) {
            call.fail();
            return;
        }
        SocketAddress endpoint = called.get(next.getAndIncrement()).localAddress();
        FramedClient known = idle.take(endpoint);
        if (known != null) {
            call.attach(known);
            return;
        }
        FramedClient client =
                new FramedClient(free -> idle.put(endpoint, free), new TunnelObserver.None());
        var tls = web.client(ByteBufAllocator.DEFAULT, MeshProtocol.TCP, "", Set.of(DB));
        meshConnections.incrementAndGet();
        connect(callerLoop, endpoint, tls, client)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        dial(call, next);
                    }
                });
        tls.handshakeFuture()
                .addListener(done -> {
                    if (done.isSuccess()) {
                        call.attach(client);
                    }
                });
    }

    private Channel called(int applicationPort) {
        return listen(
                calledLoop,
                channel ->
                        channel.pipeline()
                                .addLast(db.server(ByteBufAllocator.DEFAULT))
                                .addLast(
                                        new FramedServer(
                                                (server, hello) ->
                                                        dialApplication(server, applicationPort),
                                                new TunnelObserver.None())));
    }

    private void dialApplication(FramedServer server, int port) {
        PlainEnd end = new PlainEnd();
        connect(calledLoop, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), end)
                .addListener(connected -> {
                    if (connected.isSuccess()) {
                        server.opened(end);
                    } else {
                        server.refuse(ResetReason.UNREACHABLE);
                    }
                });
    }

    private ChannelFuture connect(EventLoop loop, SocketAddress to, ChannelHandler... handlers) {
        return new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, MARKS)
                .handler(
                        initializer(channel -> {
                            channels.add(channel);
                            channel.pipeline().addLast(handlers);
                        }))
                .connect(to);
    }

    private Channel listen(EventLoop loop, Consumer<Channel> initialize) {
        Channel listening =
                new ServerBootstrap()
                        .group(loop)
                        .channel(EpollServerSocketChannel.class)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, MARKS)
                        .childHandler(
                                initializer(channel -> {
                                    channels.add(channel);
                                    initialize.accept(channel);
                                }))
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .syncUninterruptibly()
                        .channel();
        channels.add(listening);
        return listening;
    }

    private static ChannelInitializer<Channel> initializer(Consumer<Channel> initialize) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                initialize.accept(channel);
            }
        };
    }
}
