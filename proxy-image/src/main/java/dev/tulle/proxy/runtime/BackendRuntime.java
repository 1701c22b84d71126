package dev.tulle.proxy.runtime;

import dev.tulle.proxy.balance.BalancerObserver;
import dev.tulle.proxy.balance.EndpointLoad;
import dev.tulle.proxy.balance.EndpointLoads;
import dev.tulle.proxy.balance.Hashes;
import dev.tulle.proxy.model.Backend;
import dev.tulle.proxy.model.BackendPolicy;
import dev.tulle.proxy.model.BreakerPolicy;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.EndpointLimits;
import dev.tulle.proxy.model.Endpoints;
import dev.tulle.proxy.model.HashKey;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.resilience.Breaker;
import dev.tulle.proxy.resilience.ConnectBackoff;
import dev.tulle.proxy.resilience.ConnectRetry;
import dev.tulle.proxy.resilience.Ejections;
import dev.tulle.proxy.resilience.EndpointGates;
import dev.tulle.proxy.resilience.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A backend on one loop. It outlives changes of its endpoints, so that those that stay keep what
/// was measured about them.
public final class BackendRuntime {
    private static final Predicate<EndpointRuntime> ELIGIBLE = EndpointRuntime::eligible;
    private static final Predicate<EndpointRuntime> READY = EndpointRuntime::ready;
    private static final Predicate<EndpointRuntime> ANY = Objects::nonNull;

    private final LoopParts parts;
    private final BalancerObserver observer;
    private final Ejections ejections;
    private final EndpointLoads<EndpointRuntime> loads;
    private final Levels levels;
    private final long hash;
    private Backend backend;
    private Endpoints endpoints;
    private LocalWorkload local;
    private String serverName;
    private Ejections.@Nullable Sight sight;
    private @Nullable RequestHash requestHash;
    private long maxAgeNanos;

    BackendRuntime(Backend backend, Endpoints endpoints, LocalWorkload local, LoopParts parts) {
        this.parts = parts;
        this.observer = parts.observer();
        this.ejections = parts.gates().ejections(backend.name());
        this.loads = new EndpointLoads<>(EndpointRuntime::key, parts.ticker());
        this.levels = new Levels(parts.random());
        this.hash = Hashes.of(backend.name());
        this.backend = backend;
        this.endpoints = endpoints;
        this.local = local;
        this.serverName = serverName(backend);
        replace(endpoints);
    }

    public Backend backend() {
        return backend;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /// The name that a TLS client sends: `<port>.<service>.<namespace>.tulle`, empty for a pod that
    /// is called by its address.
    public String serverName() {
        return serverName;
    }

    private static String serverName(Backend backend) {
        return backend.service().isEmpty()
                ? ""
                : backend.port() + "." + backend.service() + "." + backend.namespace() + ".tulle";
    }

    /// Of its name: what sessions know it by, the same on every proxy.
    long hash() {
        return hash;
    }

    /// The endpoint of this hash if it should be used now.
    @Nullable EndpointLoad<EndpointRuntime> eligible(long endpointHash) {
        for (EndpointLoad<EndpointRuntime> load : loads.all()) {
            if (load.endpoint().hash() == endpointHash) {
                return load.endpoint().eligible() ? load : null;
            }
        }
        return null;
    }

    /// What of a request decides about its endpoint; null where nothing does.
    public @Nullable RequestHash requestHash() {
        return requestHash;
    }

    /// How old a connection may grow, 0 for any age.
    public long maxAgeNanos() {
        return maxAgeNanos;
    }

    /// Every endpoint with what was measured about it.
    public List<EndpointLoad<EndpointRuntime>> loads() {
        return loads.all();
    }

    void update(Backend nextBackend, Endpoints next, LocalWorkload nextLocal) {
        boolean same =
                next.equals(endpoints)
                        && nextBackend.policy().equals(backend.policy())
                        && nextLocal.zone().equals(local.zone());
        backend = nextBackend;
        endpoints = next;
        local = nextLocal;
        serverName = serverName(nextBackend);
        if (!same) {
            replace(next);
        }
    }

    private void replace(Endpoints next) {
        BackendPolicy policy = backend.policy();
        Map<Object, EndpointRuntime> known = new HashMap<>();
        for (EndpointLoad<EndpointRuntime> load : loads.all()) {
            known.put(load.endpoint().key(), load.endpoint());
        }
        List<EndpointRuntime> updated = new ArrayList<>(next.endpoints().size());
        for (Endpoint endpoint : next.endpoints()) {
            EndpointRuntime before = known.get(EndpointRuntime.key(endpoint));
            updated.add(
                    before == null
                            ? fresh(endpoint, policy.limits())
                            : before.as(endpoint, policy.limits()));
        }
        loads.update(updated, policy.slowStart().toNanos());
        levels.update(loads.all(), policy, local);
        maxAgeNanos = policy.maxConnectionAge().toNanos();
        HashKey key = policy.balance().key();
        requestHash = key == null ? null : RequestHash.of(key);
        BreakerPolicy breaker = policy.breaker().orElse(null);
        if (breaker == null) {
            sight = null;
            updated.forEach(each -> each.breaker().close());
        } else {
            sight =
                    new Ejections.Sight(
                            breaker, parts.index(), parts.random(), this::ready, this::ejected);
        }
    }

    private EndpointRuntime fresh(Endpoint endpoint, EndpointLimits limits) {
        return new EndpointRuntime(
                endpoint,
                new ConnectBackoff(parts.ticker()),
                parts.gates()
                        .at(new EndpointGates.Key(backend.name(), EndpointRuntime.key(endpoint))),
                parts.gates().share(),
                limits);
    }

    private int ready() {
        return count(READY);
    }

    private int ejected() {
        return count(each -> each.ready() && each.breaker().open());
    }

    private int count(Predicate<EndpointRuntime> which) {
        int count = 0;
        for (EndpointLoad<EndpointRuntime> load : loads.all()) {
            count += which.test(load.endpoint()) ? 1 : 0;
        }
        return count;
    }

    /// Whether some endpoint should be used now.
    boolean eligible() {
        List<EndpointLoad<EndpointRuntime>> all = loads.all();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).endpoint().eligible()) {
                return true;
            }
        }
        return false;
    }

    /// Whether there is any endpoint, be it one that is about to go.
    boolean populated() {
        return !loads.all().isEmpty();
    }

    /// An endpoint that was not tried yet, of the best kind that there is: ready and not to be left
    /// alone, else ready, else draining; when all were tried, one of those. The hash is that of the
    /// request's key.
    public @Nullable EndpointLoad<EndpointRuntime> choose(
            ConnectRetry<EndpointRuntime> retry, long hash) {
        EndpointLoad<EndpointRuntime> chosen = null;
        if (retry.tries() > 0) {
            chosen = levels.choose(e -> e.eligible() && retry.untried(e), hash);
        }
        if (chosen == null) {
            chosen = levels.choose(ELIGIBLE, hash);
        }
        if (chosen == null) {
            chosen = levels.choose(READY, hash);
            if (chosen != null) {
                observer.panicked();
            }
        }
        return chosen == null ? levels.choose(ANY, hash) : chosen;
    }

    /// How an attempt at this endpoint ended: it is measured, and may be ejected or come back.
    public void ended(
            EndpointLoad<EndpointRuntime> load, Breaker.Entry entry, Outcome outcome, long now) {
        if (outcome.failure()) {
            load.failed();
        } else {
            load.succeeded();
        }
        Ejections.Sight seen = sight;
        if (seen == null) {
            return;
        }
        EndpointRuntime endpoint = load.endpoint();
        Ejections.Change change = ejections.record(endpoint.breaker(), entry, outcome, seen, now);
        switch (change) {
            case NONE -> {}
            case READMITTED -> observer.readmitted(backend.name());
            case CONSECUTIVE, SUCCESS_RATE, PROBE ->
                    observer.ejected(backend.name(), change.reason());
        }
        if (endpoint.cameBack() || change == Ejections.Change.READMITTED) {
            load.ramp(backend.policy().slowStart().toNanos());
        }
    }
}
