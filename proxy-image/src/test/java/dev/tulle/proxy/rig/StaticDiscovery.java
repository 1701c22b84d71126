package dev.tulle.proxy.rig;

import com.google.protobuf.Any;
import com.google.protobuf.MessageLite;
import dev.tulle.contract.v1.Report;
import dev.tulle.contract.v1.ReportAck;
import dev.tulle.contract.v1.ReportsGrpc;
import dev.tulle.contract.xds.AggregatedDiscoveryServiceGrpc;
import dev.tulle.contract.xds.DeltaDiscoveryRequest;
import dev.tulle.contract.xds.DeltaDiscoveryResponse;
import dev.tulle.contract.xds.Resource;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Serves a [StaticMesh] to any number of proxies. What a proxy refuses is printed.
final class StaticDiscovery implements AutoCloseable {

    private static final String TYPES = "type.googleapis.com/tulle.mesh.v1.";

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final StaticMesh mesh;
    private final Server server;

    StaticDiscovery(InetSocketAddress address, SslContext tls, StaticMesh mesh) throws IOException {
        this.mesh = mesh;
        this.server =
                NettyServerBuilder.forAddress(address)
                        .bossEventLoopGroup(loop)
                        .workerEventLoopGroup(loop)
                        .channelType(EpollServerSocketChannel.class)
                        .directExecutor()
                        .permitKeepAliveTime(20, TimeUnit.SECONDS)
                        .sslContext(tls)
                        .addService(new Ads())
                        .addService(new Reports())
                        .build()
                        .start();
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private Map<String, MessageLite> wanted(DeltaDiscoveryRequest request) {
        String type = request.getTypeUrl().substring(TYPES.length());
        Map<String, MessageLite> resources = new TreeMap<>();
        for (String name : request.getResourceNamesSubscribeList()) {
            resources.put(name, mesh.asked(type, name));
        }
        if (request.getResponseNonce().isEmpty()) {
            resources.putAll(mesh.unasked(type));
        }
        return resources;
    }

    private final class Ads
            extends AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase {
        @Override
        public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
                StreamObserver<DeltaDiscoveryResponse> responses) {
            return new Inbox<DeltaDiscoveryRequest>() {
                private int nonce;

                @Override
                public void onNext(DeltaDiscoveryRequest request) {
                    if (request.hasErrorDetail()) {
                        System.err.println(
                                request.getTypeUrl()
                                        + " refused: "
                                        + request.getErrorDetail().getMessage());
                    }
                    Map<String, MessageLite> resources = wanted(request);
                    if (!resources.isEmpty()) {
                        nonce++;
                        responses.onNext(response(request.getTypeUrl(), nonce, resources));
                    }
                }
            };
        }
    }

    private static DeltaDiscoveryResponse response(
            String typeUrl, int nonce, Map<String, MessageLite> resources) {
        var response =
                DeltaDiscoveryResponse.newBuilder()
                        .setTypeUrl(typeUrl)
                        .setNonce(Integer.toString(nonce));
        resources.forEach((name, message) ->
                response.addResources(
                        Resource.newBuilder()
                                .setName(name)
                                .setVersion("1")
                                .setResource(
                                        Any.newBuilder()
                                                .setTypeUrl(typeUrl)
                                                .setValue(message.toByteString()))));
        return response.build();
    }

    private static final class Reports extends ReportsGrpc.ReportsImplBase {
        @Override
        public StreamObserver<Report> stream(StreamObserver<ReportAck> acks) {
            return new Inbox<Report>() {
                @Override
                public void onNext(Report report) {
                    acks.onNext(ReportAck.getDefaultInstance());
                }
            };
        }
    }

    /// A proxy that goes away needs no answer.
    private interface Inbox<T> extends StreamObserver<T> {
        @Override
        default void onError(Throwable error) {}

        @Override
        default void onCompleted() {}
    }
}
