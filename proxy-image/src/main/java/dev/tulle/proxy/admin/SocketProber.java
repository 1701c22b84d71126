package dev.tulle.proxy.admin;

import dev.tulle.proxy.listener.AdminPipelines;
import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.model.Probe;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/// Probes by connecting to the application as the kubelet would: to the pod's own address, without
/// looking at certificates.
public final class SocketProber implements Prober {
    private final EventLoop control;
    private final Supplier<Optional<LocalWorkload>> local;
    private final SourceAddress source;

    public SocketProber(
            EventLoop control, Supplier<Optional<LocalWorkload>> local, SourceAddress source) {
        this.control = control;
        this.local = local;
        this.source = source;
    }

    @Override
    public CompletionStage<Result> probe(Probe probe) {
        Optional<LocalWorkload> workload = local.get();
        if (workload.isEmpty()) {
            return CompletableFuture.completedStage(Result.down("the pod is not known yet"));
        }
        IpAddress pod = workload.get().addresses().getFirst();
        CompletableFuture<Result> result = new CompletableFuture<>();
        ChannelFuture connecting = connect(probe, pod, handler(probe, result));
        connecting.addListener(connected -> connected(probe, connecting, result));
        control.schedule(
                () -> result.complete(Result.down("no answer in time")),
                probe.timeoutSeconds(),
                TimeUnit.SECONDS);
        Channel channel = connecting.channel();
        return result.whenComplete((answer, error) -> channel.close());
    }

    private ChannelFuture connect(Probe probe, IpAddress pod, ChannelHandler handler) {
        Bootstrap client =
                new Bootstrap()
                        .group(control)
                        .channel(EpollSocketChannel.class)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                probe.timeoutSeconds() * 1_000)
                        .handler(handler);
        InetSocketAddress target = new InetSocketAddress(address(pod), probe.port());
        return source.towards(pod)
                .map(from -> client.connect(target, from))
                .orElseGet(() -> client.connect(target));
    }

    private ChannelHandler handler(Probe probe, CompletableFuture<Result> result) {
        return switch (probe.kind()) {
            case TCP, HTTP -> AdminPipelines.bare();
            case HTTPS ->
                    AdminPipelines.httpsClient(anyCertificate(), new HttpsProbe(probe, result));
            case GRPC -> AdminPipelines.http2Client(new GrpcProbe(probe, result));
        };
    }

    private static void connected(
            Probe probe, ChannelFuture connecting, CompletableFuture<Result> result) {
        if (!connecting.isSuccess()) {
            result.complete(Result.down(String.valueOf(connecting.cause().getMessage())));
            return;
        }
        switch (probe.kind()) {
            case TCP -> result.complete(Result.up("connected"));
            case HTTP, HTTPS, GRPC -> {}
        }
    }

    private static InetAddress address(IpAddress pod) {
        try {
            return InetAddress.getByAddress(pod.bytes());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of a wrong length: " + pod, e);
        }
    }

    /// The kubelet does not look at certificates either; the probe asks for life, not for identity.
    private static SslContext anyCertificate() {
        try {
            return SslContextBuilder.forClient()
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS for probes: " + e.getMessage(), e);
        }
    }
}
