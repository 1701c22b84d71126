package dev.tulle.proxy.discovery;

import dev.tulle.contract.xds.DeltaDiscoveryResponse;
import dev.tulle.contract.xds.Resource;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.runtime.DestinationDemand;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The proxy's side of discovery: what is subscribed to, what was accepted, and what is told back.
/// All state belongs to the control loop; only [#wanted] may be called from elsewhere.
///
/// What was accepted stays in force without end while discovery is away. An address that nobody
/// knows is answered by [ConfigTarget#unanswered] then.
public final class Discovery implements DestinationDemand {
    private static final Logger LOG = Logger.getLogger("dev.tulle.proxy.discovery");
    private final DiscoverySettings settings;
    private final DiscoveryParts parts;
    private final Pace pace;
    private final Holdings holdings;
    private final ApplyQueue queue;
    private final WantedDestinations wanted;
    private final StateFile stateFile;
    private final Uplink uplink;
    private final Reporter reporter;
    private final CompletableFuture<Void> configured = new CompletableFuture<>();
    private final List<Address> asked = new ArrayList<>();
    private @Nullable Session session;
    private @Nullable Link link;
    private long absentSinceNanos;

    public Discovery(DiscoverySettings settings, DiscoveryParts parts) {
        this(settings, parts, Pace.USUAL, WantedDestinations.Limits.USUAL);
    }

    Discovery(
            DiscoverySettings settings,
            DiscoveryParts parts,
            Pace pace,
            WantedDestinations.Limits limits) {
        this.settings = settings;
        this.parts = parts;
        this.pace = pace;
        this.holdings = new Holdings(parts.tls()::trust);
        this.stateFile =
                new StateFile(
                        settings.stateDirectory(),
                        Requests.node(
                                settings.podUid(), settings.version(), parts.clock().instant()));
        StateKeeper keeper = new StateKeeper(stateFile, holdings, parts.control(), parts.ticker());
        this.queue =
                new ApplyQueue(
                        holdings,
                        parts.target(),
                        () -> {
                            keeper.changed();
                            configured.complete(null);
                        });
        this.wanted =
                new WantedDestinations(
                        limits, parts.target()::lastUsedNanos, parts.ticker().nanoTime());
        this.reporter = parts.reporter(settings.podUid());
        this.uplink = parts.uplink(settings, new Events());
        this.absentSinceNanos = parts.ticker().nanoTime();
    }

    /// Connects, and goes on connecting until [#stop].
    public void start() {
        control().execute(this::begin);
    }

    public void stop() {
        control().execute(uplink::stop);
    }

    /// Complete when the own Workload, its Inbound and the trust bundle are in force on every loop.
    public CompletionStage<Void> configured() {
        return configured;
    }

    @Override
    public void wanted(Address destination) {
        control().execute(() -> ask(destination));
    }

    private EventLoop control() {
        return parts.control();
    }

    private long now() {
        return parts.ticker().nanoTime();
    }

    private void begin() {
        List<Resource> copy = copy();
        for (Resource each : copy) {
            if (each.getResource().getTypeUrl().equals(ResourceType.DESTINATION.typeUrl())) {
                wanted.remember(Address.parse(each.getName()), now());
            }
        }
        uplink.connect();
        every(pace.tick(), this::tick);
        every(pace.report(), this::report);
        every(pace.idleCheck(), this::dropIdle);
        if (!copy.isEmpty()) {
            control()
                    .schedule(
                            () -> serveFrom(copy),
                            pace.copyAfter().toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    private void every(Duration period, Runnable task) {
        control()
                .scheduleAtFixedRate(
                        task, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    private List<Resource> copy() {
        try {
            return stateFile.read();
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "the state on disk cannot be read and is left out",
                    new Object[] {Map.entry("why", e.toString())});
            return List.of();
        }
    }

    private void serveFrom(List<Resource> copy) {
        if (configured.isDone()) {
            return;
        }
        LOG.log(
                Level.WARNING,
                "discovery did not answer, serving from the state on disk",
                new Object[] {
                    Map.entry("waitedSeconds", pace.copyAfter().toSeconds()),
                    Map.entry("resources", copy.size())
                });
        for (Resource each : copy) {
            ResourceType.of(each.getResource().getTypeUrl())
                    .map(type -> new ResourceKey(type, each.getName()))
                    .filter(key -> !holdings.holds(key))
                    .ifPresent(key ->
                            holdings.accept(
                                    key, each.getVersion(), each.getResource().getValue(), now()));
        }
        holdings.settle(now());
        queue.submit(new Recompose());
    }

    private void ask(Address destination) {
        boolean away = session == null && now() - absentSinceNanos >= pace.gap().toNanos();
        if (away || !wanted.admit(destination, now())) {
            parts.target().unanswered(destination);
            return;
        }
        if (asked.isEmpty()) {
            control().execute(this::subscribeAsked);
        }
        asked.add(destination);
    }

    /// Everything that was asked for in one turn of the loop goes out in one request.
    private void subscribeAsked() {
        List<Address> added = List.copyOf(asked);
        asked.clear();
        List<Address> evicted = wanted.evictSurplus(added);
        change(added, evicted);
    }

    private void dropIdle() {
        List<Address> idle = wanted.evictIdle(now());
        if (!idle.isEmpty()) {
            change(List.of(), idle);
        }
    }

    private void change(List<Address> added, List<Address> dropped) {
        if (session != null) {
            session.change(names(added), names(dropped));
        }
        for (String name : names(dropped)) {
            holdings.withdraw(new ResourceKey(ResourceType.DESTINATION, name));
        }
        if (!dropped.isEmpty()) {
            queue.submit(new Recompose());
        }
    }

    private static List<String> names(List<Address> addresses) {
        return addresses.stream().map(Address::toString).toList();
    }

    private void tick() {
        if (session != null) {
            session.tick();
        }
    }

    private void report() {
        Link open = link;
        if (open != null) {
            reporter.next(now()).ifPresent(open::report);
        }
    }

    /// A change that no response waits for.
    private record Recompose() implements ApplyQueue.Batch {
        @Override
        public void applied() {}

        @Override
        public void failed(String sentence) {
            LOG.log(
                    Level.WARNING,
                    "configuration was not taken",
                    new Object[] {Map.entry("why", sentence)});
        }
    }

    private final class Events implements Uplink.Listener {
        @Override
        public void opened(Link opened) {
            link = opened;
            Session next =
                    new Session(holdings, queue, parts.observer(), parts.ticker(), opened::send);
            session = next;
            next.start(
                    Requests.node(settings.podUid(), settings.version(), parts.clock().instant()),
                    settings.workload(),
                    names(List.copyOf(wanted.all())));
            parts.observer().connected();
        }

        @Override
        public void received(DeltaDiscoveryResponse response) {
            parts.observer().heard();
            Optional.ofNullable(session).ifPresent(open -> open.received(response));
        }

        @Override
        public void reportTaken() {
            parts.observer().heard();
            reporter.taken(now());
        }

        @Override
        public void lost() {
            Optional.ofNullable(session).ifPresent(Session::close);
            session = null;
            link = null;
            absentSinceNanos = now();
            reporter.lost();
            parts.observer().disconnected();
        }
    }
}
