package dev.tulle.proxy.discovery;

import dev.tulle.contract.v1.Report;
import dev.tulle.contract.v1.ReportAck;
import dev.tulle.contract.v1.ReportsGrpc;
import dev.tulle.contract.xds.AggregatedDiscoveryServiceGrpc;
import dev.tulle.contract.xds.DeltaDiscoveryRequest;
import dev.tulle.contract.xds.DeltaDiscoveryResponse;
import dev.tulle.proxy.tls.TestAuthority;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A replica of discovery on loopback, with real TLS on both sides, that says what the test says.
final class FakeDiscovery implements AutoCloseable {
    static final String ID = "spiffe://cluster.local/ns/tulle-system/sa/tulle-discovery";
    static final String HOST = "tulle-discovery.tulle-system.svc";
    private static final long PATIENCE_SECONDS = 10;

    final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
    private final BlockingQueue<DeltaDiscoveryRequest> requests = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable StreamObserver<DeltaDiscoveryResponse>> stream =
            new AtomicReference<>();
    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Server server;

    FakeDiscovery(TestAuthority authority) throws IOException {
        this(authority, ID);
    }

    FakeDiscovery(TestAuthority authority, String id) throws IOException {
        TestAuthority.Leaf leaf = authority.leaf(id, HOST);
        server =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .bossEventLoopGroup(loops)
                        .workerEventLoopGroup(loops)
                        .channelType(EpollServerSocketChannel.class)
                        .sslContext(
                                GrpcSslContexts.configure(
                                                SslContextBuilder.forServer(
                                                        leaf.key(),
                                                        leaf.chain()
                                                                .toArray(X509Certificate[]::new)))
                                        .protocols("TLSv1.3")
                                        .trustManager(authority.root())
                                        .clientAuth(ClientAuth.REQUIRE)
                                        .build())
                        .addService(new Ads())
                        .addService(new Reporting())
                        .build()
                        .start();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
    }

    void send(DeltaDiscoveryResponse response) {
        Objects.requireNonNull(stream.get(), "no proxy is connected").onNext(response);
    }

    /// The next request of a type that is not the first of its kind, so an answer or a change.
    DeltaDiscoveryRequest next(ResourceType type) throws InterruptedException {
        DeltaDiscoveryRequest request = requests.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        while (request != null && !request.getTypeUrl().equals(type.typeUrl())) {
            request = requests.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return Objects.requireNonNull(
                request, "no request for " + type.label() + " within " + PATIENCE_SECONDS + " s");
    }

    boolean heardNothing() {
        return requests.isEmpty();
    }

    /// Ends the stream as a replica does that shuts down.
    void breakOff() {
        StreamObserver<DeltaDiscoveryResponse> open = stream.getAndSet(null);
        Objects.requireNonNull(open, "no proxy is connected")
                .onError(Status.UNAVAILABLE.withDescription("going away").asException());
    }

    @Override
    public void close() {
        server.shutdownNow();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private final class Ads
            extends AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase {
        @Override
        public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
                StreamObserver<DeltaDiscoveryResponse> responses) {
            stream.set(responses);
            return new Inbox<>(requests);
        }
    }

    private final class Reporting extends ReportsGrpc.ReportsImplBase {
        @Override
        public StreamObserver<Report> stream(StreamObserver<ReportAck> acks) {
            return new Inbox<>(reports) {
                @Override
                public void onNext(Report report) {
                    super.onNext(report);
                    acks.onNext(ReportAck.getDefaultInstance());
                }
            };
        }
    }

    private static class Inbox<T> implements StreamObserver<T> {
        private final BlockingQueue<T> into;

        Inbox(BlockingQueue<T> into) {
            this.into = into;
        }

        @Override
        public void onNext(T message) {
            into.add(message);
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {}
    }
}
