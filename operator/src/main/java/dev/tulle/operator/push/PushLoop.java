package dev.tulle.operator.push;

import com.google.protobuf.Value;
import dev.tulle.contract.v1.Endpoints;
import dev.tulle.contract.v1.Report;
import dev.tulle.contract.xds.DeltaDiscoveryRequest;
import dev.tulle.contract.xds.Node;
import dev.tulle.operator.certificates.SpiffeId;
import dev.tulle.operator.compile.ResourceKey;
import dev.tulle.operator.report.ProxyRef;
import dev.tulle.operator.report.Reporting;
import dev.tulle.operator.report.ViewNews;
import dev.tulle.operator.view.ClusterView;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where views, streams and answers meet. Confined to the thread of the view: every method is
/// called there, and nothing here waits or blocks.
final class PushLoop implements Session.Floor {

    private static final Logger LOG = LoggerFactory.getLogger(PushLoop.class);
    private static final long TICK = Duration.ofSeconds(1).toNanos();
    private static final long POD_APPEARS = Duration.ofSeconds(2).toNanos();
    private static final long SLOW = Duration.ofSeconds(30).toNanos();
    private static final long BETWEEN_WARNINGS = Duration.ofMinutes(1).toNanos();
    private static final long TOO_SLOW = Duration.ofSeconds(60).toNanos();

    private final Compilation compilation;
    private final Reporting reporting;
    private final LongSupplier nanos;
    private final PushObserver observer;
    private final Library library;
    private final StreamRate rate;
    private final Debounce<ResourceName> debounce = new Debounce<>();
    private final Set<Session> sessions = new LinkedHashSet<>();
    private final Set<Session> waiting = new LinkedHashSet<>();
    private final Set<Session> stirred = new LinkedHashSet<>();
    private final Map<String, Session> byPod = new HashMap<>();
    private final Queue<ViewNews> unseen = new ArrayDeque<>();
    private ClusterView view = ClusterView.empty();
    private long toldBehindAt;
    private long tickAt;

    PushLoop(
            Compilation compilation,
            Reporting reporting,
            LongSupplier nanos,
            PushObserver observer) {
        this.compilation = compilation;
        this.reporting = reporting;
        this.nanos = nanos;
        this.observer = observer;
        this.library = new Library(compilation, nanos);
        this.rate = new StreamRate(nanos.getAsLong());
        this.tickAt = nanos.getAsLong() + TICK;
        this.toldBehindAt = nanos.getAsLong() - BETWEEN_WARNINGS;
    }

    /// Time runs from here: what passed since this was made says nothing about lateness.
    void start() {
        tickAt = now() + TICK;
    }

    /// A client opened a stream.
    Session open(SpiffeId peer, Outlet outlet) {
        Session session = new Session(peer, outlet, this);
        if (rate.admits(now())) {
            sessions.add(session);
            outlet.receiveNext();
        } else {
            session.end(
                    PushObserver.End.TOO_MANY,
                    Status.UNAVAILABLE.withDescription("too many new streams, come back later"));
        }
        return session;
    }

    /// The view is another one, and these resources may be.
    void viewChanged(ClusterView newer, Set<ResourceKey> affected, ViewNews news) {
        view = newer;
        unseen.add(news);
        long now = now();
        for (ResourceKey key : affected) {
            ResourceName name = ResourceName.of(key);
            library.find(name).ifPresent(live -> debounce.offer(classOf(live), Set.of(name), now));
        }
        List.copyOf(waiting).forEach(this::judge);
        news.podsReady().forEach(reporting.acks()::ready);
        news.podsUnready().forEach(reporting.acks()::unready);
        news.podsLeaving().forEach(reporting.acks()::retired);
        news.podsGone().forEach(this::podGone);
    }

    void received(Session session, DeltaDiscoveryRequest request) {
        try {
            session.received(request);
        } catch (RuntimeException e) {
            LOG.error("a request of {} could not be served, its stream ends", session.peer(), e);
            session.end(
                    PushObserver.End.FAILED,
                    Status.INTERNAL.withDescription("this request could not be served"));
        }
        if (session.isWaiting()) {
            waiting.add(session);
        }
    }

    /// What became of a report.
    enum Reported {
        TAKEN,
        NOT_YOURS
    }

    /// A proxy reports; it must hold the stream of the pod that it reports for.
    Reported reported(SpiffeId peer, Report report) {
        Session session = byPod.get(report.getPodUid());
        if (session == null || !session.peer().equals(peer)) {
            return Reported.NOT_YOURS;
        }
        reporting.proxies().received(report, now());
        return Reported.TAKEN;
    }

    /// Does what is due.
    void turn() {
        long now = now();
        for (Debounce.Due<ResourceName> due : debounce.take(now)) {
            due.keys().forEach(name -> library.refresh(name, due.changeClass()));
            observer.flushed(due.changeClass(), due.waited());
        }
        if (!debounce.isCollecting(ChangeClass.CONFIGURATION)) {
            unseen.forEach(this::count);
            unseen.clear();
        }
        if (tickAt - now <= 0) {
            long behind = now - tickAt;
            tickAt = now + TICK;
            widen(now, behind);
            expireWaiting(now);
            look(now);
            library.expire();
        }
        List.copyOf(stirred).forEach(Session::flush);
        stirred.clear();
        reporting.publisher().turn();
    }

    /// When to call [#turn] next if nothing happens until then.
    long dueAt() {
        long next = tickAt;
        for (OptionalLong due : List.of(debounce.dueAt(), reporting.publisher().dueAt())) {
            next = due.isPresent() ? Math.min(next, due.getAsLong()) : next;
        }
        return next;
    }

    PushFacts facts() {
        return new PushFacts(
                byPod.values().stream()
                        .flatMap(session -> facts(session).stream())
                        .sorted(Comparator.comparing(PushFacts.StreamFacts::pod))
                        .toList(),
                library.facts());
    }

    private static Optional<PushFacts.StreamFacts> facts(Session session) {
        return session.stream().map(stream -> stream.facts(session.peer().toString()));
    }

    List<Session> sessions() {
        return List.copyOf(sessions);
    }

    @Override
    public ClusterView view() {
        return view;
    }

    @Override
    public long now() {
        return nanos.getAsLong();
    }

    @Override
    public ProxyStream admit(Session session, PeerCheck.Admitted peer, Node node) {
        ProxyRef proxy = peer.proxy();
        waiting.remove(session);
        Session before = byPod.get(proxy.podUid());
        if (before != null) {
            before.end(
                    PushObserver.End.REPLACED,
                    Status.UNAVAILABLE.withDescription("the proxy opened a newer stream"));
        }
        reporting.acks().dropped(proxy.podUid());
        reporting
                .proxies()
                .connected(
                        proxy.podUid(),
                        node.getMetadata()
                                .getFieldsOrDefault("version", Value.getDefaultInstance())
                                .getStringValue());
        byPod.put(proxy.podUid(), session);
        observer.opened();
        return new ProxyStream(proxy, library, reporting.acks(), nanos, () -> stirred.add(session));
    }

    @Override
    public void refused(PushObserver.End why) {
        observer.ended(why);
    }

    @Override
    public void sent(Outgoing response) {
        observer.pushed(response.type(), response.bytes(), response.waitedNanos());
    }

    @Override
    public void answered(Answer answer, Optional<ProxyStream.Refusal> worst) {
        observer.answered(answer.type(), answer.nanos());
        worst.ifPresent(refusal -> observer.refused(refusal.reason()));
    }

    @Override
    public void over(Session session) {
        sessions.remove(session);
        waiting.remove(session);
        stirred.remove(session);
        session.stream().ifPresent(stream -> lost(session, stream));
    }

    private void lost(Session session, ProxyStream stream) {
        stream.close();
        observer.closed();
        String podUid = stream.proxy().podUid();
        if (byPod.remove(podUid, session)) {
            reporting.acks().disconnected(podUid);
            reporting.proxies().disconnected(podUid);
        }
    }

    private void judge(Session session) {
        session.judge();
        if (!session.isWaiting()) {
            waiting.remove(session);
        }
    }

    private void podGone(String podUid) {
        Session session = byPod.get(podUid);
        if (session != null) {
            session.end(
                    PushObserver.End.UNKNOWN_POD,
                    Status.UNAVAILABLE.withDescription("the pod is gone"));
        }
        reporting.acks().gone(podUid);
    }

    private void count(ViewNews news) {
        news.gone().forEach(reporting.acks()::unseen);
        news.present().forEach(reporting.acks()::seen);
    }

    private ChangeClass classOf(LiveResource live) {
        if (live.isRefused()) {
            return ChangeClass.URGENT;
        }
        return switch (live.key().type()) {
            case TRUST_BUNDLE -> ChangeClass.URGENT;
            case ENDPOINTS -> losesEndpoints(live) ? ChangeClass.URGENT : ChangeClass.ENDPOINTS;
            case BACKEND, ROUTES, INBOUND, DESTINATION, WORKLOAD -> ChangeClass.CONFIGURATION;
        };
    }

    private boolean losesEndpoints(LiveResource live) {
        Endpoints before =
                live.newest()
                        .map(newest -> (Endpoints) newest.message())
                        .orElse(Endpoints.getDefaultInstance());
        Endpoints after =
                compilation
                        .compile(live.key())
                        .map(compiled -> (Endpoints) compiled.message())
                        .orElse(Endpoints.getDefaultInstance());
        return EndpointLoss.between(before, after);
    }

    /// Told at most once a minute: a busy machine would fill the log with it.
    private void widen(long now, long behind) {
        debounce.behind(behind);
        if (debounce.isWidened() && now - toldBehindAt > BETWEEN_WARNINGS) {
            toldBehindAt = now;
            LOG.warn(
                    "view thread is {} ms behind, changes are collected for longer; does this"
                            + " replica get the CPU that it needs?",
                    Duration.ofNanos(behind).toMillis());
        }
    }

    private void expireWaiting(long now) {
        for (Session session : List.copyOf(waiting)) {
            if (now - session.waitsSince() > POD_APPEARS) {
                session.end(
                        PushObserver.End.UNKNOWN_POD,
                        Status.UNAVAILABLE.withDescription(
                                "the pod of node.id is not known yet, come back later"));
            }
        }
    }

    /// Ends what is too slow, and sends what a grace held up.
    private void look(long now) {
        int slow = 0;
        int pending = 0;
        for (Session session : List.copyOf(sessions)) {
            long oldest = session.oldestUnanswered().orElse(now);
            if (now - oldest > TOO_SLOW) {
                session.end(
                        PushObserver.End.SLOW,
                        Status.UNAVAILABLE.withDescription("no answer for 60 s, come back"));
            } else {
                slow += now - oldest > SLOW ? 1 : 0;
                pending += session.stream().map(ProxyStream::pending).orElse(0);
                session.flush();
            }
        }
        observer.state(
                new PushObserver.State(
                        byPod.size(), slow, pending, library.size(), library.heldBack()));
    }
}
