package dev.tulle.proxy;

import dev.tulle.proxy.filter.ProbeSources;
import dev.tulle.proxy.listener.Listeners;
import dev.tulle.proxy.listener.LoopGuard;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.model.Affinity;
import dev.tulle.proxy.model.Backend;
import dev.tulle.proxy.model.BackendPolicy;
import dev.tulle.proxy.model.BackendTls;
import dev.tulle.proxy.model.Cidr;
import dev.tulle.proxy.model.Destination;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.EndpointState;
import dev.tulle.proxy.model.Endpoints;
import dev.tulle.proxy.model.Inbound;
import dev.tulle.proxy.model.InboundPort;
import dev.tulle.proxy.model.IpAddress;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.model.MtlsMode;
import dev.tulle.proxy.model.Probe;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.model.RouteRule;
import dev.tulle.proxy.model.Routes;
import dev.tulle.proxy.model.Target;
import dev.tulle.proxy.model.TrafficPolicy;
import dev.tulle.proxy.model.WeightedBackend;
import dev.tulle.proxy.resilience.EndpointGates;
import dev.tulle.proxy.runtime.ConfigTarget;
import dev.tulle.proxy.runtime.Drain;
import dev.tulle.proxy.runtime.LoopSwap;
import dev.tulle.proxy.runtime.MeshConfig;
import dev.tulle.proxy.tls.IdentityMaterial;
import dev.tulle.proxy.tls.MeshTls;
import dev.tulle.proxy.tls.TestAuthority;
import dev.tulle.proxy.tls.TlsObserver;
import dev.tulle.proxy.upstream.OwnSource;
import dev.tulle.proxy.upstream.SteadyEpoll;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A proxy on one loop without a control plane: real sockets and real TLS on loopback, its
/// configuration made of model records. What capture would tell, the tests tell: `called` stands
/// for the address that the application of this pod calls, and `application` for the port that
/// others call.
final class TestPod implements AutoCloseable {
    static final String TRUST_DOMAIN = "cluster.local";
    private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");

    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, new SteadyEpoll());
    private final ExecutorService tlsTasks = Executors.newSingleThreadExecutor();
    private final Listeners listeners = new Listeners();
    private final MeshTls tls;
    private final LocalWorkload local;
    private final ConfigTarget target;
    private final Map<Address, Destination> destinations = new HashMap<>();
    private final Map<String, Routes> routes = new HashMap<>();
    private final Map<String, Backend> backends = new HashMap<>();
    private final Map<String, Endpoints> endpoints = new HashMap<>();
    private final Set<Address> wanted = ConcurrentHashMap.newKeySet();
    final Drain drain = new Drain();
    final EndpointGates gates = new EndpointGates(1, Ticker.systemTicker());
    final RequestPath path;
    private final InetSocketAddress outbound;
    private final InetSocketAddress inbound;

    /// The share of the direct memory that counts as used.
    volatile double memory;

    private volatile Address called = Address.parse("10.96.0.1:80");
    private volatile Address application = Address.parse("127.0.0.1:1");
    private Inbound rules =
            Inbound.of(
                    "test/rules",
                    List.of(),
                    new InboundPort(0, Protocol.DETECT, MtlsMode.PERMISSIVE),
                    List.of());

    TestPod(String serviceAccount, TestAuthority authority) throws Exception {
        this(serviceAccount, authority, LoopObservers.none(), Bounds.of(1_024));
    }

    TestPod(String serviceAccount, TestAuthority authority, LoopObservers observers, Bounds bounds)
            throws Exception {
        String id = "spiffe://" + TRUST_DOMAIN + "/ns/test/sa/" + serviceAccount;
        local = workload(serviceAccount, id);
        tls =
                new MeshTls(
                        Clock.systemUTC(), Ticker.systemTicker(), tlsTasks, new TlsObserver.None());
        tls.use(authority.identity(id));
        Surroundings surroundings =
                new Surroundings(
                        channel ->
                                channel.localAddress().equals(outboundAddress())
                                        ? called
                                        : application,
                        new LoopGuard(Set.of(15000, 15001, 15006, 15020), Set.of()),
                        OwnSource.none(),
                        new ProbeSources(Set.of()));
        path =
                RequestPath.on(
                        group.next(),
                        new RequestPath.Shared(
                                Ticker.systemTicker(),
                                tls,
                                surroundings,
                                bounds,
                                () -> memory,
                                drain,
                                wanted::add,
                                gates),
                        observers,
                        new SplittableRandom(7));
        target = new LoopSwap(List.of(path.loop()), Runnable::run, swapped -> {});
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        outbound = listeners.outbound(any, group.next(), path.listener());
        inbound = listeners.inbound(any, group.next(), path.listener());
    }

    private static LocalWorkload workload(String name, String id) {
        return new LocalWorkload(
                "uid-" + name,
                "test",
                name,
                "Deployment",
                name,
                name,
                id,
                TRUST_DOMAIN,
                List.of(LOOPBACK),
                "node",
                List.of(LOOPBACK),
                "",
                "test/rules",
                List.of(Cidr.parse("10.96.0.0/16")),
                LocalWorkload.Life.RUNNING);
    }

    private InetSocketAddress outboundAddress() {
        return outbound;
    }

    /// Where the application of this pod connects to.
    InetSocketAddress outbound() {
        return outbound;
    }

    /// Where others connect to.
    InetSocketAddress inbound() {
        return inbound;
    }

    TestPod calls(String address) {
        called = Address.parse(address);
        return this;
    }

    TestPod serves(int applicationPort) {
        application = new Address(LOOPBACK, applicationPort);
        return this;
    }

    TestPod mode(Protocol protocol, MtlsMode mode, Probe... probes) {
        rules =
                Inbound.of(
                        "test/rules",
                        List.of(),
                        new InboundPort(0, protocol, mode),
                        List.of(probes));
        return this;
    }

    TestPod knows(String address, Protocol protocol, WeightedBackend... weights) {
        Address key = Address.parse(address);
        Target target = new Target.Service("test", "echo", key.port());
        destinations.put(key, new Destination(key, target, protocol, List.of(weights)));
        return this;
    }

    /// Requests to an address that is known already go by these rules first.
    TestPod routes(String address, RouteRule... of) {
        return routes(address, Optional.empty(), of);
    }

    /// The same, and each client stays with one endpoint.
    TestPod sticky(String address, Affinity affinity, RouteRule... of) {
        return routes(address, Optional.of(affinity), of);
    }

    private TestPod routes(String address, Optional<Affinity> affinity, RouteRule... of) {
        Address key = Address.parse(address);
        Destination plain = Objects.requireNonNull(destinations.get(key), address);
        destinations.put(
                key,
                new Destination(
                        key,
                        plain.target(),
                        plain.protocol(),
                        plain.backends(),
                        "test/echo:80",
                        plain.traffic()));
        routes.put("test/echo:80", new Routes("test/echo:80", List.of(of), affinity));
        return this;
    }

    TestPod knows(String address, TrafficPolicy traffic, String backend) {
        Address key = Address.parse(address);
        Target target = new Target.Service("test", "echo", key.port());
        destinations.put(
                key,
                new Destination(
                        key,
                        target,
                        Protocol.DETECT,
                        List.of(new WeightedBackend(backend, 1)),
                        "",
                        traffic));
        return this;
    }

    TestPod backend(String name, BackendPolicy policy, Endpoint... of) {
        backends.put(
                name,
                new Backend(name, Protocol.DETECT, BackendTls.MESH, "test", "echo", 80, policy));
        endpoints.put(name, new Endpoints(name, List.of(of)));
        return this;
    }

    /// How old connections to this pod may grow, and how long requests may stand still.
    TestPod patience(Duration idle, Duration maxAge) {
        rules =
                Inbound.of(
                        "test/rules",
                        List.of(),
                        new InboundPort(0, Protocol.DETECT, MtlsMode.PERMISSIVE, idle, maxAge),
                        List.of());
        return this;
    }

    TestPod passes(String address) {
        Address key = Address.parse(address);
        destinations.put(key, Destination.passThrough(key));
        return this;
    }

    TestPod backend(String name, Endpoint... of) {
        backends.put(name, new Backend(name, Protocol.DETECT, BackendTls.MESH, "test", "echo", 80));
        endpoints.put(name, new Endpoints(name, List.of(of)));
        return this;
    }

    /// This pod as an endpoint of others.
    Endpoint endpoint() {
        return meshed(inbound.getPort(), local.spiffeId());
    }

    static Endpoint meshed(int port, String spiffeId) {
        Address address = new Address(LOOPBACK, port);
        return new Endpoint(
                address, EndpointState.READY, spiffeId, 1, "uid-" + port, "test/pod-" + port);
    }

    static Endpoint plain(int port) {
        Address address = new Address(LOOPBACK, port);
        return new Endpoint(address, EndpointState.READY, "", 0, "", "test/pod-" + port);
    }

    /// From now on this pod has this certificate, and trusts these roots.
    TestPod proves(IdentityMaterial identity) throws Exception {
        tls.use(identity);
        return this;
    }

    String spiffeId() {
        return local.spiffeId();
    }

    Set<Address> wanted() {
        return wanted;
    }

    ConfigTarget target() {
        return target;
    }

    MeshConfig config() {
        return new MeshConfig(local, rules, destinations, routes, backends, endpoints);
    }

    /// Serves by what was told so far.
    TestPod start() throws Exception {
        CompletableFuture<String> done = new CompletableFuture<>();
        target.apply(
                config(),
                new ConfigTarget.Applied() {
                    @Override
                    public void applied() {
                        done.complete("");
                    }

                    @Override
                    public void failed(String sentence) {
                        done.complete(sentence);
                    }
                });
        String failure = done.get(10, TimeUnit.SECONDS);
        if (!failure.isEmpty()) {
            throw new IllegalStateException(failure);
        }
        listeners.accept();
        return this;
    }

    boolean busy() {
        return onLoop(() -> path.loop().load().busy());
    }

    void closeUnwanted() {
        onLoop(() -> {
            path.closeUnwanted();
            return true;
        });
    }

    boolean expectant() {
        return onLoop(() -> path.loop().load().expectant());
    }

    int connections() {
        return onLoop(() -> path.loop().load().connections());
    }

    private <T> T onLoop(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, path.loop().executor()).join();
    }

    @Override
    public void close() {
        listeners.close();
        // Quiet for a moment, so that connections which end with their peers give back their TLS.
        group.shutdownGracefully(20, 5_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        tlsTasks.shutdownNow();
        tls.close();
    }
}
