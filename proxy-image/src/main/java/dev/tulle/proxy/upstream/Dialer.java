package dev.tulle.proxy.upstream;

import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.resilience.Bound;
import dev.tulle.proxy.tls.HandshakeFailure;
import dev.tulle.proxy.tls.MeshTls;
import dev.tulle.proxy.tls.MeshTlsHandler;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.concurrent.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Opens connections on one event loop, up to the end of the handshake where there is one.
public final class Dialer {
    private static final int KEEP_ALIVE_IDLE_SECONDS = 30;
    private static final int KEEP_ALIVE_INTERVAL_SECONDS = 10;
    private static final int KEEP_ALIVE_PROBES = 3;
    private static final int USER_TIMEOUT_MILLIS = (int) Duration.ofSeconds(30).toMillis();

    private final EventLoop loop;
    private final MeshTls tls;
    private final UpstreamPipelines pipelines;
    private final OwnSource ownSource;
    private final PoolObserver observer;
    private final Ticker ticker;
    private final Bootstrap network;
    private final Bootstrap ownApplication;

    public Dialer(
            EventLoop loop,
            MeshTls tls,
            UpstreamPipelines pipelines,
            OwnSource ownSource,
            PoolObserver observer,
            Ticker ticker) {
        this.loop = loop;
        this.tls = tls;
        this.pipelines = pipelines;
        this.ownSource = ownSource;
        this.observer = observer;
        this.ticker = ticker;
        this.network =
                bootstrap(Reach.NETWORK)
                        .option(EpollChannelOption.TCP_KEEPIDLE, KEEP_ALIVE_IDLE_SECONDS)
                        .option(EpollChannelOption.TCP_KEEPINTVL, KEEP_ALIVE_INTERVAL_SECONDS)
                        .option(EpollChannelOption.TCP_KEEPCNT, KEEP_ALIVE_PROBES)
                        .option(EpollChannelOption.TCP_USER_TIMEOUT, USER_TIMEOUT_MILLIS)
                        .option(ChannelOption.SO_KEEPALIVE, true);
        this.ownApplication =
                bootstrap(Reach.OWN_APPLICATION)
                        .option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
    }

    /// Without a channel factory: it depends on the address, and Netty lets it be set once.
    private Bootstrap bootstrap(Reach reach) {
        return new Bootstrap()
                .group(loop)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Watermarks.CONNECTION)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new ReceiveBuffers())
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(reach.connect().toMillis()));
    }

    /// Connects to what was picked, unless there are as many connections to it as there may be;
    /// `millis` is the patience, 0 for the usual one.
    public void dial(Pick pick, int millis, ChannelHandler engine, Dialed dialed) {
        Bound bound = pick.connections();
        if (bound == null || bound.enter()) {
            dial(pick.key(), millis, engine, dialed, bound);
        } else {
            observer.failed(pick.key(), ConnectFailure.OVERFLOW);
            dialed.failed(ConnectFailure.OVERFLOW);
        }
    }

    /// Connects with that engine; it may be called back before this returns.
    public void dial(PoolKey key, ChannelHandler engine, Dialed dialed) {
        dial(key, 0, engine, dialed, null);
    }

    private void dial(
            PoolKey key, int millis, ChannelHandler engine, Dialed dialed, @Nullable Bound bound) {
        long start = ticker.nanoTime();
        Dialed observed = new Observed(key, start, dialed, bound);
        if (key.security() instanceof Security.Mesh && tls.inUse().isEmpty()) {
            observed.failed(ConnectFailure.TLS);
            return;
        }
        Connecting connecting = new Connecting(key, engine);
        Bootstrap bootstrap =
                switch (key.reach()) {
                    case NETWORK -> network.clone();
                    case OWN_APPLICATION -> ownApplication.clone();
                };
        bootstrap.handler(connecting);
        if (millis > 0) {
            bootstrap.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis);
        }
        connect(bootstrap, key)
                .addListener(done -> connected((ChannelFuture) done, connecting.tls, observed));
    }

    /// Makes the handler of TLS when there is a channel for it: one that is in no pipeline is never
    /// told to give back what it holds.
    private final class Connecting extends ChannelInitializer<Channel> {
        private final PoolKey key;
        private final ChannelHandler engine;
        private @Nullable MeshTlsHandler tls;

        Connecting(PoolKey key, ChannelHandler engine) {
            this.key = key;
            this.engine = engine;
        }

        @Override
        protected void initChannel(Channel channel) {
            tls = tlsFor(key);
            pipelines.build(channel.pipeline(), tls, engine);
        }
    }

    private @Nullable MeshTlsHandler tlsFor(PoolKey key) {
        return switch (key.security()) {
            case Security.Plain plain -> null;
            case Security.Mesh mesh ->
                    tls.client(
                            ByteBufAllocator.DEFAULT,
                            key.engine().protocol(),
                            mesh.serverName(),
                            mesh.peerIds());
        };
    }

    private ChannelFuture connect(Bootstrap bootstrap, PoolKey key) {
        InetAddress address = inet(key.address());
        SocketProtocolFamily family =
                key.address().ip().isIpv4()
                        ? SocketProtocolFamily.INET
                        : SocketProtocolFamily.INET6;
        bootstrap.channelFactory(() -> new EpollSocketChannel(family));
        InetSocketAddress remote = new InetSocketAddress(address, key.address().port());
        return switch (key.reach()) {
            case NETWORK -> bootstrap.connect(remote);
            case OWN_APPLICATION ->
                    ownSource
                            .towards(key.address().ip())
                            .map(from -> bootstrap.connect(remote, from))
                            .orElseGet(() -> bootstrap.connect(remote));
        };
    }

    private static void connected(
            ChannelFuture done, @Nullable MeshTlsHandler handler, Dialed dialed) {
        Throwable cause = done.cause();
        if (cause != null) {
            dialed.failed(
                    cause instanceof ConnectTimeoutException
                            ? ConnectFailure.TIMEOUT
                            : ConnectFailure.REFUSED);
        } else if (handler == null) {
            dialed.connected(done.channel());
        } else {
            handler.handshakeFuture().addListener(end -> shaken(done.channel(), handler, dialed));
        }
    }

    private static void shaken(Channel channel, MeshTlsHandler handler, Dialed dialed) {
        boolean trusted = handler.peerId().isPresent() && handler.protocol().isPresent();
        if (trusted && channel.isActive()) {
            dialed.connected(channel);
            return;
        }
        channel.close();
        dialed.failed(
                handler.failure() == HandshakeFailure.SPIFFE_ID
                        ? ConnectFailure.IDENTITY
                        : ConnectFailure.TLS);
    }

    private static InetAddress inet(Address address) {
        try {
            return InetAddress.getByAddress(address.ip().bytes());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Tells the observer first, and counts the connection out at its end.
    private final class Observed implements Dialed {
        private final PoolKey key;
        private final long start;
        private final Dialed dialed;
        private final @Nullable Bound bound;

        Observed(PoolKey key, long start, Dialed dialed, @Nullable Bound bound) {
            this.key = key;
            this.start = start;
            this.dialed = dialed;
            this.bound = bound;
        }

        @Override
        public void connected(Channel channel) {
            observer.opened(key, ticker.nanoTime() - start);
            channel.closeFuture()
                    .addListener(closed -> {
                        observer.closed(key);
                        leave();
                    });
            dialed.connected(channel);
        }

        private void leave() {
            if (bound != null) {
                bound.leave();
            }
        }

        @Override
        public void failed(ConnectFailure failure) {
            observer.failed(key, failure);
            leave();
            dialed.failed(failure);
        }
    }
}
