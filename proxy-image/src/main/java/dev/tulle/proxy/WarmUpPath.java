package dev.tulle.proxy;

import dev.tulle.proxy.filter.ProbeSources;
import dev.tulle.proxy.listener.Listeners;
import dev.tulle.proxy.listener.LoopGuard;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.Backend;
import dev.tulle.proxy.model.BackendTls;
import dev.tulle.proxy.model.Destination;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.EndpointState;
import dev.tulle.proxy.model.Endpoints;
import dev.tulle.proxy.model.Inbound;
import dev.tulle.proxy.model.InboundPort;
import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.Target;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.resilience.EndpointGates;
import dev.tulle.proxy.runtime.ConfigTarget;
import dev.tulle.proxy.runtime.Drain;
import dev.tulle.proxy.runtime.LoopSwap;
import dev.tulle.proxy.runtime.MeshConfig;
import dev.tulle.proxy.tls.IdentityMaterial;
import dev.tulle.proxy.tls.MeshTls;
import dev.tulle.proxy.upstream.OwnSource;
import dev.tulle.proxy.warmup.WarmUp;
import dev.tulle.proxy.warmup.WarmedUp;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// A second request path on a traffic loop, for the warm-up only: the same engines, the own
/// certificate on both sides, private sockets, and nobody who counts.
final class WarmUpPath {
    private static final Address CALLED = Address.parse("192.0.2.1:80");
    private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");
    private static final String BACKEND = "tulle/warm-up:80";
    private static final String RULES = "tulle/warm-up";

    private final Threads threads;
    private final EventLoop loop;
    private final Ticker ticker;
    private final IdentityMaterial identity;
    private final MeshTls tls;
    private final Listeners listeners = new Listeners();

    /// With the identity that `serving` has in use, and what it knows of chains: the own one has
    /// been judged when it was read.
    WarmUpPath(Threads threads, Ticker ticker, MeshTls serving) throws IOException {
        this.threads = threads;
        this.loop = threads.loops().getFirst();
        this.ticker = ticker;
        this.identity = serving.inUse().orElseThrow();
        this.tls = serving.unobserved();
        tls.use(identity);
    }

    /// Done when the proxy may serve. Goes on until `called` tells of callers or it has had enough,
    /// and closes what it opened. Waits for sockets to be bound: not for a loop.
    CompletionStage<WarmedUp> run(RandomGenerator random, BooleanSupplier called)
            throws IOException {
        WarmUp warmUp = new WarmUp(loop, ticker, called);
        Channel application = warmUp.application();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        CompletableFuture<InetSocketAddress> entry = new CompletableFuture<>();
        RequestPath path = path(address(application.localAddress()), entry, random);
        entry.complete(listeners.outbound(any, loop, path.listener()));
        Address exit = address(listeners.inbound(any, loop, path.listener()));
        CompletableFuture<WarmedUp> warm = new CompletableFuture<>();
        ConfigTarget target = new LoopSwap(List.of(path.loop()), loop, config -> {});
        target.apply(config(exit), new Start(warmUp, entry.join(), warm));
        warm.whenComplete((result, error) -> {
            if (error != null) {
                close(path, application);
            }
        });
        warmUp.over().thenRunAsync(() -> close(path, application), threads.control());
        return warm;
    }

    private void close(RequestPath path, Channel application) {
        listeners.close();
        application.close();
        loop.execute(() -> path.pools().closeUnless(address -> false));
        tls.close();
    }

    /// Begins when the loop has the configuration.
    private final class Start implements ConfigTarget.Applied {
        private final WarmUp warmUp;
        private final InetSocketAddress entry;
        private final CompletableFuture<WarmedUp> warm;

        private Start(WarmUp warmUp, InetSocketAddress entry, CompletableFuture<WarmedUp> warm) {
            this.warmUp = warmUp;
            this.entry = entry;
            this.warm = warm;
        }

        @Override
        public void applied() {
            listeners.accept();
            warmUp.run(entry).thenAccept(warm::complete);
        }

        @Override
        public void failed(String sentence) {
            warm.completeExceptionally(new IllegalStateException(sentence));
        }
    }

    private RequestPath path(
            Address application,
            CompletableFuture<InetSocketAddress> entry,
            RandomGenerator random) {
        Surroundings surroundings =
                new Surroundings(
                        channel ->
                                channel.localAddress().equals(entry.join()) ? CALLED : application,
                        new LoopGuard(Set.of(), Set.of()),
                        OwnSource.none(),
                        new ProbeSources(Set.of()));
        return RequestPath.on(
                loop,
                new RequestPath.Shared(
                        ticker,
                        tls,
                        surroundings,
                        Bounds.of(16),
                        () -> 0,
                        new Drain(),
                        address -> {},
                        new EndpointGates(1, ticker)),
                LoopObservers.none(),
                random);
    }

    private MeshConfig config(Address exit) {
        String id = identity.id().toString();
        Endpoint endpoint = new Endpoint(exit, EndpointState.READY, id, 1, "", RULES);
        Destination destination =
                new Destination(
                        CALLED,
                        new Target.Service("tulle", "warm-up", 80),
                        Protocol.DETECT,
                        List.of(new WeightedBackend(BACKEND, 1)));
        Backend backend =
                new Backend(BACKEND, Protocol.DETECT, BackendTls.MESH, "tulle", "warm-up", 80);
        return new MeshConfig(
                workload(id),
                Inbound.of(
                        RULES,
                        List.of(),
                        new InboundPort(0, Protocol.DETECT, MtlsMode.STRICT),
                        List.of()),
                Map.of(CALLED, destination),
                Map.of(),
                Map.of(BACKEND, backend),
                Map.of(BACKEND, new Endpoints(BACKEND, List.of(endpoint))));
    }

    private LocalWorkload workload(String id) {
        return new LocalWorkload(
                "",
                "tulle",
                "warm-up",
                "",
                "",
                "",
                id,
                identity.id().trustDomain(),
                List.of(LOOPBACK),
                "",
                List.of(),
                "",
                RULES,
                List.of(),
                LocalWorkload.Life.RUNNING);
    }

    private static Address address(SocketAddress bound) throws IOException {
        if (bound instanceof InetSocketAddress inet) {
            return new Address(IpAddress.of(inet.getAddress().getAddress()), inet.getPort());
        }
        throw new IOException(bound + " is no TCP address");
    }
}
