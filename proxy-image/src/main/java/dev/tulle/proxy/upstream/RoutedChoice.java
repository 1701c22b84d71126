package dev.tulle.proxy.upstream;

import dev.tulle.proxy.balance.EndpointLoad;
import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.model.BackendTls;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.model.LocalWorkload;
import dev.tulle.proxy.resilience.ConnectRetry;
import dev.tulle.proxy.runtime.BackendRuntime;
import dev.tulle.proxy.runtime.EndpointRuntime;
import dev.tulle.proxy.runtime.RouteRuntime;
import dev.tulle.proxy.runtime.RuleRuntime;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The endpoints of a destination: the backend is drawn once by the weights of the rule that took
/// the request, or of the destination; the endpoint for every attempt. Connections have no rule.
public final class RoutedChoice implements Choice {
    private final RouteRuntime route;
    private final @Nullable RuleRuntime rule;
    private final LocalWorkload local;
    private final Engine engine;
    private final RandomGenerator random;
    private @Nullable BackendRuntime drawn;

    public RoutedChoice(
            RouteRuntime route,
            @Nullable RuleRuntime rule,
            LocalWorkload local,
            Engine engine,
            RandomGenerator random) {
        this.route = route;
        this.rule = rule;
        this.local = local;
        this.engine = engine;
        this.random = random;
    }

    @Override
    public @Nullable Pick pick(ConnectRetry<EndpointRuntime> retry) {
        BackendRuntime backend = drawn;
        if (backend == null) {
            backend = route.draw(rule, random);
            drawn = backend;
        }
        EndpointLoad<EndpointRuntime> load = backend == null ? null : backend.choose(retry);
        if (backend == null || load == null) {
            return null;
        }
        retry.trying(load.endpoint());
        return new Pick(key(backend, load.endpoint().endpoint()), backend, load);
    }

    private PoolKey key(BackendRuntime backend, Endpoint endpoint) {
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
    public ProxyError absence() {
        return ProxyError.NO_ENDPOINTS;
    }

    @Override
    public String destination() {
        return route.destination().target().toString();
    }
}
