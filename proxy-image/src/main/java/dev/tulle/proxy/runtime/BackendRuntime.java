package dev.tulle.proxy.runtime;

import dev.tulle.proxy.balance.BalancerObserver;
import dev.tulle.proxy.balance.EndpointLoad;
import dev.tulle.proxy.balance.LoadBalancer;
import dev.tulle.proxy.balance.LoadBalancers;
import dev.tulle.proxy.model.Backend;
import dev.tulle.proxy.model.BalancePolicy;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.Endpoints;
import dev.tulle.proxy.resilience.ConnectBackoff;
import dev.tulle.proxy.resilience.ConnectRetry;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A backend on one loop. It outlives changes of its endpoints, so that those that stay keep what
/// was measured about them.
public final class BackendRuntime {
    private static final Predicate<EndpointRuntime> ELIGIBLE = EndpointRuntime::eligible;
    private static final Predicate<EndpointRuntime> READY = EndpointRuntime::ready;
    private static final Predicate<EndpointRuntime> ANY = Objects::nonNull;

    private final Ticker ticker;
    private final BalancerObserver observer;
    private final LoadBalancer<EndpointRuntime> balancer;
    private Backend backend;
    private Endpoints endpoints;
    private String serverName;

    BackendRuntime(
            Backend backend,
            Endpoints endpoints,
            Ticker ticker,
            RandomGenerator random,
            BalancerObserver observer) {
        this.ticker = ticker;
        this.observer = observer;
        this.balancer =
                LoadBalancers.of(
                        new BalancePolicy.PeakEwma(), EndpointRuntime::key, ticker, random);
        this.backend = backend;
        this.endpoints = new Endpoints(endpoints.backend(), List.of());
        this.serverName = serverName(backend);
        update(backend, endpoints);
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

    /// Every endpoint with what was measured about it.
    public List<EndpointLoad<EndpointRuntime>> loads() {
        return balancer.endpoints();
    }

    void update(Backend nextBackend, Endpoints next) {
        backend = nextBackend;
        serverName = serverName(nextBackend);
        if (next.equals(endpoints)) {
            return;
        }
        endpoints = next;
        Map<Object, EndpointRuntime> known = new HashMap<>();
        for (EndpointLoad<EndpointRuntime> load : balancer.endpoints()) {
            known.put(load.endpoint().key(), load.endpoint());
        }
        List<EndpointRuntime> updated = new ArrayList<>(next.endpoints().size());
        for (Endpoint endpoint : next.endpoints()) {
            EndpointRuntime fresh = new EndpointRuntime(endpoint, new ConnectBackoff(ticker));
            EndpointRuntime before = known.get(fresh.key());
            updated.add(before == null ? fresh : new EndpointRuntime(endpoint, before.backoff()));
        }
        balancer.update(updated);
    }

    /// Whether some endpoint should be used now.
    boolean eligible() {
        List<EndpointLoad<EndpointRuntime>> loads = balancer.endpoints();
        for (int i = 0; i < loads.size(); i++) {
            if (loads.get(i).endpoint().eligible()) {
                return true;
            }
        }
        return false;
    }

    /// Whether there is any endpoint, be it one that is about to go.
    boolean populated() {
        return !balancer.endpoints().isEmpty();
    }

    /// An endpoint that was not tried yet, of the best kind that there is: ready and not in
    /// back-off, else ready, else draining; when all were tried, one of those.
    public @Nullable EndpointLoad<EndpointRuntime> choose(ConnectRetry<EndpointRuntime> retry) {
        EndpointLoad<EndpointRuntime> chosen = null;
        if (retry.tries() > 0) {
            chosen = balancer.choose(e -> e.eligible() && retry.untried(e));
        }
        if (chosen == null) {
            chosen = balancer.choose(ELIGIBLE);
        }
        if (chosen == null) {
            chosen = balancer.choose(READY);
            if (chosen != null) {
                observer.panicked();
            }
        }
        return chosen == null ? balancer.choose(ANY) : chosen;
    }
}
