package dev.tulle.proxy;

import dev.tulle.proxy.admin.AdminPages;
import dev.tulle.proxy.admin.AdminServer;
import dev.tulle.proxy.admin.ConnectionsJson;
import dev.tulle.proxy.admin.Readiness;
import dev.tulle.proxy.admin.SocketProber;
import dev.tulle.proxy.discovery.Discovery;
import dev.tulle.proxy.discovery.DiscoveryParts;
import dev.tulle.proxy.discovery.DiscoverySettings;
import dev.tulle.proxy.discovery.DnsResolver;
import dev.tulle.proxy.listener.Listeners;
import dev.tulle.proxy.resilience.EndpointGates;
import dev.tulle.proxy.runtime.Drain;
import dev.tulle.proxy.runtime.Heartbeat;
import dev.tulle.proxy.runtime.Load;
import dev.tulle.proxy.runtime.Loop;
import dev.tulle.proxy.runtime.LoopSwap;
import dev.tulle.proxy.runtime.MeshConfig;
import dev.tulle.proxy.settings.ProxySettings;
import dev.tulle.proxy.telemetry.Gauges;
import dev.tulle.proxy.telemetry.JsonLog;
import dev.tulle.proxy.telemetry.LogLevels;
import dev.tulle.proxy.telemetry.Metrics;
import dev.tulle.proxy.tls.IdentityReader;
import dev.tulle.proxy.tls.MeshTls;
import dev.tulle.proxy.warmup.WarmedUp;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;

/// The composition root: creates every part, connects them, starts them in order and ends them.
final class Proxy {
    private static final Logger LOG = Logger.getLogger("dev.tulle.proxy");

    private final ProxySettings settings;
    private final Threads threads;
    private final JsonLog log;
    private final Ticker ticker = Ticker.systemTicker();
    private final Clock clock = Clock.systemUTC();
    private final SplittableRandom random = new SplittableRandom();
    private final Drain drain = new Drain();
    private final EndpointGates gates;
    private final LateDemand demand = new LateDemand();
    private final AtomicReference<Optional<MeshConfig>> inForce =
            new AtomicReference<>(Optional.empty());
    private final Listeners listeners = new Listeners();
    private final LogLevels levels = new LogLevels();
    private final Metrics metrics;
    private final MeshTls tls;
    private final IdentityReader identity;
    private final List<RequestPath> paths = new ArrayList<>();
    private final Readiness readiness;
    private final Draining draining;
    private final Discovery discovery;
    private final Heartbeat heartbeat;
    private final Memory memory = Memory.ofNetty();

    /// Belongs to the control loop.
    private boolean accepting;

    Proxy(ProxySettings settings) {
        this.settings = settings;
        this.threads = Threads.of(settings.loops());
        this.gates = new EndpointGates(settings.loops(), ticker);
        this.log = new JsonLog(control(), System.out);
        this.metrics = new Metrics(settings.loops(), ticker);
        this.tls = new MeshTls(clock, ticker, threads.tls(), metrics.tls());
        this.identity =
                new IdentityReader(
                        settings.identityDirectory(), settings.spiffeId(), tls, metrics.tls());
        this.readiness = new Readiness(settings.runDirectory());
        paths();
        this.draining = new Draining(drain, readiness, loads(), control(), settings.drain());
        this.heartbeat =
                new Heartbeat(loops(), ticker, (loop, nanos) -> metrics.loop(loop).delayed(nanos));
        LoopSwap target = new LoopSwap(loops(), control(), this::swapped);
        this.discovery = new Discovery(discoverySettings(), discoveryParts(target));
        demand.is(discovery);
    }

    private EventLoop control() {
        return threads.control();
    }

    private void paths() {
        RequestPath.Shared shared =
                new RequestPath.Shared(
                        ticker,
                        tls,
                        CapturedPod.surroundings(),
                        Bounds.of(settings.maxConnections()).share(settings.loops()),
                        memory::share,
                        drain,
                        demand,
                        gates);
        for (int i = 0; i < settings.loops(); i++) {
            LoopObservers observers = LoopObservers.of(metrics.loop(i));
            RandomGenerator own = random.split();
            paths.add(RequestPath.on(threads.loops().get(i), shared, observers, own));
        }
    }

    private List<Loop> loops() {
        return paths.stream().map(RequestPath::loop).toList();
    }

    private List<Load> loads() {
        return loops().stream().map(Loop::load).toList();
    }

    private DiscoverySettings discoverySettings() {
        return new DiscoverySettings(
                settings.podUid(),
                settings.version(),
                settings.discoveryAddress().host(),
                settings.discoveryAddress().port(),
                settings.discoveryId(),
                settings.runDirectory());
    }

    private DiscoveryParts discoveryParts(LoopSwap target) {
        return new DiscoveryParts(
                control(),
                target,
                tls,
                new DnsResolver(threads.blocking()),
                metrics::totals,
                metrics.config(),
                ticker,
                clock,
                random.split());
    }

    /// Runs on the control loop after every configuration.
    private void swapped(MeshConfig config) {
        inForce.set(Optional.of(config));
        gates.retain(config.gates(), config.backends().keySet());
        draining.configured(config);
        for (RequestPath path : paths) {
            path.loop().executor().execute(path::closeUnwanted);
        }
    }

    /// Starts in the order of readiness: identity, ports, discovery; traffic is taken when the
    /// first configuration is in force on every loop.
    void start() throws StartException {
        log.install();
        tellStart();
        try {
            readiness.starting();
            identity.poll();
            if (tls.inUse().isEmpty()) {
                throw new StartException(
                        "no usable identity in "
                                + settings.identityDirectory()
                                + ": "
                                + identity.problem().orElse("no files"));
            }
            bind();
        } catch (IOException | IllegalStateException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
        identity.start(control());
        control().scheduleAtFixedRate(this::tellWaiting, 10, 10, TimeUnit.SECONDS);
        control().scheduleAtFixedRate(heartbeat::ask, 1, 1, TimeUnit.SECONDS);
        discovery.start();
        discovery.configured().runAfterBoth(warmUp(), () -> control().execute(this::accept));
    }

    /// Runs while discovery is dialled. It never keeps the proxy from serving.
    private CompletionStage<WarmedUp> warmUp() throws StartException {
        try {
            return new WarmUpPath(threads, ticker, tls)
                    .run(random.split(), this::called)
                    .exceptionally(WarmedUp::failed)
                    .whenComplete((result, none) -> tell(result));
        } catch (IOException e) {
            throw new StartException("cannot warm up: " + e.getMessage(), e);
        }
    }

    private boolean called() {
        return loads().stream().anyMatch(load -> load.connections() > 0);
    }

    private static void tell(WarmedUp result) {
        LOG.log(
                result.ending() == WarmedUp.Ending.FAILED ? Level.WARNING : Level.INFO,
                "warmed up",
                new Object[] {
                    Map.entry("answers", result.answers()),
                    Map.entry("millis", result.took().toMillis()),
                    Map.entry("ending", result.ending()),
                    Map.entry("why", result.sentence())
                });
    }

    private void tellStart() {
        LOG.log(
                Level.INFO,
                "starting",
                new Object[] {
                    Map.entry("version", settings.version()),
                    Map.entry("pod", settings.podNamespace() + "/" + settings.podName()),
                    Map.entry("identity", settings.spiffeId()),
                    Map.entry("outbound", CapturedPod.OUTBOUND),
                    Map.entry("inbound", CapturedPod.INBOUND),
                    Map.entry("captured", CapturedPod.ownSource().ipv4().isPresent())
                });
    }

    /// The start gate of the pod waits without a word: here it says for what.
    private void tellWaiting() {
        if (accepting) {
            return;
        }
        boolean configured = inForce.get().isPresent();
        LOG.log(
                Level.WARNING,
                "not ready yet",
                new Object[] {
                    Map.entry(
                            "waitsFor",
                            configured
                                    ? "the end of the warm-up"
                                    : "the first configuration from "
                                            + settings.discoveryAddress()
                                            + ", which it gives to pods that it knows")
                });
    }

    private void bind() throws IOException {
        for (int i = 0; i < paths.size(); i++) {
            EventLoop loop = threads.loops().get(i);
            RequestPath path = paths.get(i);
            listeners.outbound(at("127.0.0.1", CapturedPod.OUTBOUND), loop, path.listener());
            listeners.inbound(at("0.0.0.0", CapturedPod.INBOUND), loop, path.listener());
            if (CapturedPod.hasIpv6()) {
                listeners.outbound(at("::1", CapturedPod.OUTBOUND), loop, path.listener());
                listeners.inbound(at("::", CapturedPod.INBOUND), loop, path.listener());
            }
        }
        admin();
    }

    private void admin() throws IOException {
        SocketProber prober =
                new SocketProber(
                        control(),
                        () -> inForce.get().map(MeshConfig::local),
                        CapturedPod.ownSource()::towards);
        new AdminServer(
                        control(),
                        AdminPages.open(
                                readiness,
                                heartbeat::stalled,
                                () -> metrics.page(this::gauges),
                                inForce::get,
                                prober,
                                ticker))
                .bind(at(CapturedPod.hasIpv6() ? "::" : "0.0.0.0", CapturedPod.OPEN_ADMIN));
        new AdminServer(
                        control(),
                        AdminPages.local(
                                inForce::get,
                                tls::inUse,
                                () -> ConnectionsJson.of(loads()),
                                levels::set,
                                draining::inbound))
                .bind(at("127.0.0.1", CapturedPod.LOCAL_ADMIN));
    }

    private Gauges gauges() {
        return new Gauges(
                inForce.get(),
                tls.inUse(),
                gates.ejected(),
                memory.used(),
                log.dropped(),
                fromAotCache());
    }

    /// The start script always names a cache, and a JVM that cannot use the one it was given shares
    /// nothing.
    private static boolean fromAotCache() {
        return System.getProperty("java.vm.info", "").contains("sharing");
    }

    private static InetSocketAddress at(String address, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }

    private void accept() {
        accepting = true;
        listeners.accept();
        try {
            readiness.ready();
            LOG.log(
                    Level.INFO,
                    "ready",
                    new Object[] {
                        Map.entry("pod", settings.podNamespace() + "/" + settings.podName()),
                        Map.entry("loops", settings.loops())
                    });
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "cannot write the file that opens the start gate", e);
        }
    }

    /// Drains, then ends everything; for the thread that ends the process.
    void stop() {
        try {
            draining.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listeners.close();
        discovery.stop();
        threads.stop();
        log.flush();
    }
}
