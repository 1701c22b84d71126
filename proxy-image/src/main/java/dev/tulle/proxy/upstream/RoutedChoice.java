package dev.tulle.proxy.upstream;

import dev.tulle.proxy.balance.EndpointLoad;
import dev.tulle.proxy.balance.LoadBalancer;
import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.model.BackendTls;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.resilience.ConnectRetry;
import dev.tulle.proxy.runtime.BackendRuntime;
import dev.tulle.proxy.runtime.EndpointRuntime;
import dev.tulle.proxy.runtime.RequestHash;
import dev.tulle.proxy.runtime.RoutePolicy;
import dev.tulle.proxy.runtime.RouteRuntime;
import dev.tulle.proxy.runtime.StickySession;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The endpoints of a destination: the backend is drawn once by the weights of the rule that took
/// the request, or of the destination; the endpoint for every attempt. The first attempt of a
/// session goes where that stays. Connections have neither rule nor session.
public final class RoutedChoice implements Choice {
    private final RouteRuntime route;
    private final Caller.Application caller;
    private final Engine engine;
    private final RandomGenerator random;
    private final @Nullable Exchange exchange;
    private @Nullable BackendRuntime drawn;

    /// The exchange is null for a connection that carries no requests.
    public RoutedChoice(
            RouteRuntime route,
            Caller.Application caller,
            Engine engine,
            RandomGenerator random,
            @Nullable Exchange exchange) {
        this.route = route;
        this.caller = caller;
        this.engine = engine;
        this.random = random;
        this.exchange = exchange;
    }

    @Override
    public @Nullable Pick pick(ConnectRetry<EndpointRuntime> retry) {
        BackendRuntime backend = drawn;
        EndpointLoad<EndpointRuntime> load = null;
        if (backend == null) {
            StickySession session = exchange == null ? null : exchange.session();
            backend = session == null ? null : session.backend();
            load = session == null ? null : session.place();
            if (backend == null) {
                backend = route.draw(exchange == null ? null : exchange.rule(), random);
            }
            drawn = backend;
        }
        if (load == null && backend != null) {
            load = backend.choose(retry, hash(backend));
        }
        if (backend == null || load == null) {
            return null;
        }
        EndpointRuntime endpoint = load.endpoint();
        retry.trying(endpoint);
        return new Pick(
                key(backend, endpoint.endpoint(), caller.local(), engine),
                backend,
                load,
                endpoint.breaker().enter());
    }

    @Override
    public boolean admits(Pick before) {
        BackendRuntime backend = before.backend();
        Endpoint endpoint = before.endpoint();
        return backend != null
                && endpoint != null
                && route.draws(exchange == null ? null : exchange.rule(), backend)
                && before.key().equals(key(backend, endpoint, caller.local(), engine));
    }

    private long hash(BackendRuntime backend) {
        RequestHash hash = backend.requestHash();
        return hash == null
                ? LoadBalancer.NO_HASH
                : hash.of(caller.address(), exchange == null ? null : exchange.request());
    }

    static PoolKey key(
            BackendRuntime backend, Endpoint endpoint, LocalWorkload local, Engine engine) {
        boolean mesh = endpoint.meshed() && backend.backend().tls() == BackendTls.MESH;
        Security security =
                mesh
                        ? new Security.Mesh(
                                local.spiffeId(), Set.of(endpoint.spiffeId()), backend.serverName())
                        : new Security.Plain();
        return new PoolKey(endpoint.address(), engine, security, Reach.NETWORK);
    }

    @Override
    public boolean retries() {
        return true;
    }

    @Override
    public RoutePolicy policy() {
        return route.policy(exchange == null ? null : exchange.rule());
    }

    @Override
    public ProxyError absence() {
        return ProxyError.NO_ENDPOINTS;
    }

    @Override
    public String destination() {
        return route.destination().target().toString();
    }
}
