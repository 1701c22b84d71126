package dev.tulle.proxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.tulle.contract.v1.MtlsMode;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.runtime.MeshConfig;
import dev.tulle.proxy.runtime.TrafficTotals;
import dev.tulle.proxy.runtime.TrafficTotals.Counts;
import dev.tulle.proxy.runtime.TrafficTotals.Flow;
import dev.tulle.proxy.tls.MeshTls;
import dev.tulle.proxy.tls.TestAuthority;
import dev.tulle.proxy.tls.TlsObserver;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.Ticker;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// A proxy's discovery room on a control loop, with replicas on loopback and loops that swap at
/// once.
final class DiscoveryDesk implements AutoCloseable {
    static final Address WEB = Address.parse(Messages.WEB);
    static final String V1 = "shop/web-v1:80";
    private static final Pace QUICK =
            new Pace(
                    Duration.ofMillis(20),
                    Duration.ofMillis(100),
                    Duration.ofMillis(100),
                    Duration.ofMillis(500),
                    Duration.ofMillis(50));

    final TestAuthority authority = TestAuthority.of("cluster.local");
    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    final EventLoop control = group.next();
    final MeshTls tls =
            new MeshTls(
                    Clock.systemUTC(),
                    Ticker.systemTicker(),
                    Runnable::run,
                    new TlsObserver.None());
    final SwiftLoops loops = new SwiftLoops();
    final CountingObserver observer = new CountingObserver();
    final List<InetSocketAddress> replicas = new ArrayList<>();
    final BlockingQueue<String> lookUps = new LinkedBlockingQueue<>();
    final List<Runnable> toClose = new ArrayList<>();

    final Path state;

    DiscoveryDesk(Path state) throws SSLException {
        this.state = state;
        tls.use(authority.identity("spiffe://cluster.local/ns/shop/sa/client"));
    }

    @Override
    public void close() {
        toClose.reversed().forEach(Runnable::run);
        tls.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    FakeDiscovery replica() throws Exception {
        FakeDiscovery replica = new FakeDiscovery(authority);
        toClose.add(replica::close);
        replicas.add(replica.address());
        return replica;
    }

    Discovery proxy() {
        return proxy(WantedDestinations.Limits.USUAL);
    }

    Discovery proxy(WantedDestinations.Limits limits) {
        Resolver resolver =
                (host, port) -> {
                    lookUps.add(host);
                    return CompletableFuture.completedFuture(List.copyOf(replicas));
                };
        Map<Flow, Counts> flows = Map.of(new Flow("shop/web:80", V1, ""), new Counts(7, 2));
        Discovery discovery =
                new Discovery(
                        new DiscoverySettings(
                                "u1", "0.1.0", FakeDiscovery.HOST, 8443, FakeDiscovery.ID, state),
                        new DiscoveryParts(
                                control,
                                loops,
                                tls,
                                resolver,
                                () -> new TrafficTotals(flows, 3, 4),
                                observer,
                                Ticker.systemTicker(),
                                Clock.systemUTC(),
                                new Random(7)),
                        QUICK,
                        limits);
        toClose.add(discovery::stop);
        discovery.start();
        return discovery;
    }

    MeshConfig configure(FakeDiscovery replica) throws Exception {
        replica.next(ResourceType.WORKLOAD);
        replica.send(
                Messages.response(
                        ResourceType.TRUST_BUNDLE,
                        "n1",
                        Messages.resource(
                                ResourceType.TRUST_BUNDLE,
                                Messages.TRUST_DOMAIN,
                                "b1",
                                Messages.bundle(2, root()).build())));
        replica.send(
                Messages.response(
                        ResourceType.INBOUND,
                        "n2",
                        Messages.resource(
                                ResourceType.INBOUND,
                                Messages.INBOUND,
                                "i1",
                                Messages.inbound(MtlsMode.STRICT).build())));
        replica.send(
                Messages.response(
                        ResourceType.WORKLOAD,
                        "n3",
                        Messages.resource(
                                ResourceType.WORKLOAD,
                                Messages.POD,
                                "w1",
                                Messages.workload().build())));
        assertThat(replica.next(ResourceType.WORKLOAD).getResponseNonce()).isEqualTo("n3");
        return loops.nextApplied();
    }

    private ByteString root() throws CertificateEncodingException {
        return ByteString.copyFrom(authority.root().getEncoded());
    }

    void sendWeb(FakeDiscovery replica) {
        replica.send(
                Messages.response(
                        ResourceType.DESTINATION,
                        "d1",
                        Messages.resource(
                                ResourceType.DESTINATION,
                                Messages.WEB,
                                "1",
                                Messages.service(V1).build())));
    }

    void sendBackend(FakeDiscovery replica) {
        replica.send(
                Messages.response(
                        ResourceType.ENDPOINTS,
                        "e1",
                        Messages.resource(
                                ResourceType.ENDPOINTS,
                                V1,
                                "1",
                                Messages.endpoints("10.1.0.1").build())));
        replica.send(
                Messages.response(
                        ResourceType.BACKEND,
                        "b1",
                        Messages.resource(
                                ResourceType.BACKEND, V1, "1", Messages.backend().build())));
    }
}
