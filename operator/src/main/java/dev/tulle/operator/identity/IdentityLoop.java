package dev.tulle.operator.identity;

import dev.tulle.api.v1alpha1.CertificateAuthorityStatus.Workloads;
import dev.tulle.operator.certificates.Signer;
import dev.tulle.operator.identity.IdentityObserver.Result;
import dev.tulle.operator.view.ObjectName;
import dev.tulle.operator.view.ViewChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Keeps every identity of the mesh fresh: looks at all of them when something changed, when the
/// next point of renewal comes and at least every 5 minutes, and hands what is due to the writers.
///
/// All state is used by the one deciding thread; writers come back to it. Nothing happens while
/// nobody signs.
public final class IdentityLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityLoop.class);
    private static final Duration NET = Duration.ofMinutes(5);
    private static final Duration AFTER_ERROR = Duration.ofSeconds(5);

    /// Changes of the view come in bursts; one look serves a burst.
    private static final Duration GATHER = Duration.ofMillis(5);

    private record Attempt(Need.Issue need, RenewalPoint point, Level level) {}

    private final IdentitySources sources;
    private final Delivery delivery;
    private final IdentityThreads threads;
    private final InstantSource clock;
    private final IdentityObserver observer;
    private final RenewalWheel wheel;
    private final Pacer pacer = new Pacer();
    private final Calm calm = new Calm();
    private final Set<ObjectName> underWay = new HashSet<>();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Workloads workloads = new Workloads(null, null, null, null);
    private volatile Instant lastLook = Instant.EPOCH;
    private volatile boolean leads;
    private Runnable forgetAlarm = () -> {};

    public IdentityLoop(
            IdentitySources sources,
            Delivery delivery,
            IdentityThreads threads,
            InstantSource clock,
            RandomGenerator random,
            IdentityObserver observer) {
        this.sources = sources;
        this.delivery = delivery;
        this.threads = threads;
        this.clock = clock;
        this.observer = observer;
        this.wheel = new RenewalWheel(random);
    }

    /// Begins to write; before, whatever is told is only remembered by the view. The leader alone
    /// may start: one that only waits would take Secrets away under the other's hands.
    public void start() {
        leads = true;
        sources.signers().onChange(() -> threads.after(Duration.ZERO, this::lookAtNewSigner));
        look();
    }

    /// Something changed; from any thread, as often as it likes.
    public void look() {
        if (leads && asked.compareAndSet(false, true)) {
            threads.after(GATHER, this::turn);
        }
    }

    /// Looks when the change is about something that plans are made from; from any thread.
    public void heed(ViewChange change) {
        if (IdentityEvents.concerns(change)) {
            look();
        }
    }

    /// How the identities of workloads are; members are null before the first look.
    public Workloads workloads() {
        return workloads;
    }

    /// When everything was looked at last; stands still when the loop is stuck.
    public Instant lastLook() {
        return lastLook;
    }

    /// Called on the deciding thread whenever [#workloads] has changed: hand over.
    public void onWorkloads(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        threads.close();
    }

    private void turn() {
        asked.set(false);
        try {
            lookAtAll(clock.instant());
        } catch (RuntimeException e) {
            LOG.error("identities could not be looked at, trying again in {}", AFTER_ERROR, e);
            wakeIn(AFTER_ERROR);
        }
    }

    private void lookAtAll(Instant now) {
        IdentityPlan plan = sources.plan(now);
        tell(plan, now);
        Instant next = now.plus(calm.isWaiting() ? Calm.LONGEST : NET);
        boolean mayWrite = sources.clockProblem().get().isEmpty();
        for (Need need : plan.needs()) {
            Instant again = mayWrite ? carryOut(need, now) : Instant.MAX;
            next = again.isBefore(next) ? again : next;
        }
        Set<ObjectName> known = plan.needs().stream().map(Need::secret).collect(Collectors.toSet());
        wheel.keepOnly(known, now);
        wakeIn(Duration.between(clock.instant(), next));
    }

    /// Whoever was refused by the last signer asks the new one at once.
    private void lookAtNewSigner() {
        wheel.forgive();
        look();
    }

    /// Starts what is due, and says when to look again.
    private Instant carryOut(Need need, Instant now) {
        if (underWay.contains(need.secret())) {
            return Instant.MAX;
        }
        Instant ready = wheel.readyAt(need.secret());
        return switch (need) {
            case Need.Keep keep -> keep.until();
            case Need.Issue issue when ready.isAfter(now) -> ready;
            case Need.Remove remove when ready.isAfter(now) -> ready;
            case Need.Issue issue when issue.cause().isPaced() && !pacer.mayGo(now) -> pacer.next();
            case Need.Issue issue -> {
                Attempt attempt = new Attempt(issue, wheel.draw(), levelOf(issue));
                begin(need.secret(), () -> issue(attempt));
                yield Instant.MAX;
            }
            case Need.Remove remove -> {
                begin(need.secret(), () -> remove(remove));
                yield Instant.MAX;
            }
        };
    }

    private void begin(ObjectName secret, Runnable work) {
        underWay.add(secret);
        threads.write(work);
    }

    private void issue(Attempt attempt) {
        Need.Issue need = attempt.need();
        Instant start = clock.instant();
        Result result =
                sources.signers()
                        .current(need.wanted().authority())
                        .map(signer -> write(attempt, signer))
                        .orElse(Result.OUTDATED);
        observer.issued(
                need.wanted().authority(), result, Duration.between(start, clock.instant()));
        end(need.secret(), () -> remember(need.secret(), result));
    }

    private Result write(Attempt attempt, Signer signer) {
        Need.Issue need = attempt.need();
        try {
            return delivery.write(need, signer, attempt.point());
        } catch (RuntimeException e) {
            LOG.atLevel(attempt.level())
                    .log(
                            "the leaf of {} could not be written to {}, the one in use stays: {}",
                            need.wanted().id(),
                            need.secret(),
                            e.getMessage());
            return Result.FAILED;
        }
    }

    /// A failure is news once; what follows is the same news.
    private Level levelOf(Need need) {
        return wheel.hasFailed(need.secret()) ? Level.DEBUG : Level.WARN;
    }

    private void remove(Need.Remove need) {
        Runnable then;
        try {
            delivery.remove(need);
            then = () -> wheel.forget(need.secret());
        } catch (RuntimeException e) {
            LOG.warn("identity Secret {} could not be removed: {}", need.secret(), e.getMessage());
            then = () -> wheel.failed(need.secret(), clock.instant());
        }
        end(need.secret(), then);
    }

    private void end(ObjectName secret, Runnable then) {
        threads.after(
                Duration.ZERO,
                () -> {
                    underWay.remove(secret);
                    then.run();
                    look();
                });
    }

    private void remember(ObjectName secret, Result result) {
        Instant now = clock.instant();
        switch (result) {
            case ISSUED -> wheel.succeeded(secret, now);
            case OUTDATED -> wheel.postponed(secret, now);
            case FAILED, REFUSED -> wheel.failed(secret, now);
        }
    }

    private void tell(IdentityPlan plan, Instant now) {
        Census census = plan.census();
        int failed = (int) plan.dueWorkloads().filter(wheel::hasFailed).count();
        Workloads counted = new Workloads(census.total(), census.valid(), census.overdue(), failed);
        lastLook = now;
        observer.looked(now, census);
        boolean busy =
                !underWay.isEmpty()
                        || plan.dueWorkloads().anyMatch(secret -> !wheel.hasFailed(secret));
        if (!counted.equals(workloads) && calm.isItTime(busy, now)) {
            workloads = counted;
            listeners.forEach(Runnable::run);
        }
    }

    private void wakeIn(Duration delay) {
        forgetAlarm.run();
        forgetAlarm = threads.after(delay, this::look);
    }
}
