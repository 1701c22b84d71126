package dev.tulle.proxy.runtime;

import dev.tulle.proxy.model.Destination;
import dev.tulle.proxy.route.RequestView;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A destination on one loop: its backends, their weights and its rules, compiled once and never
/// changed. A request keeps the one that it began with.
public final class RouteRuntime {
    private final Destination destination;
    private final BackendShares shares;
    private final @Nullable RoutesRuntime routes;
    private final RoutePolicy policy;
    private final DestinationUse use;

    RouteRuntime(
            Destination destination,
            BackendShares shares,
            @Nullable RoutesRuntime routes,
            RoutePolicy policy,
            DestinationUse use) {
        this.destination = destination;
        this.shares = shares;
        this.routes = routes;
        this.policy = policy;
        this.use = use;
    }

    public Destination destination() {
        return destination;
    }

    /// Null when there are no rules.
    public @Nullable RoutesRuntime routes() {
        return routes;
    }

    /// How long its callers wait and when they try again, where no rule says otherwise.
    public RoutePolicy policy() {
        return policy;
    }

    /// As [#policy], for what a rule takes; null for what none takes.
    public RoutePolicy policy(@Nullable RuleRuntime rule) {
        RoutePolicy own = rule == null ? null : rule.policy();
        return own == null ? policy : own;
    }

    /// The session of a request; null where every request chooses anew.
    public @Nullable StickySession session(@Nullable RuleRuntime rule, RequestView request) {
        BackendShares own = rule == null ? null : rule.shares();
        if (rule != null && own != null) {
            return session(rule.affinity(), own, request);
        }
        return session(routes == null ? null : routes.affinity(), shares, request);
    }

    private static @Nullable StickySession session(
            @Nullable AffinityRuntime affinity, BackendShares among, RequestView request) {
        return affinity == null ? null : StickySession.of(affinity, among, request);
    }

    public DestinationUse use() {
        return use;
    }

    /// Draws a backend by weight among those that can serve, of the rule if it has some; null when
    /// no backend with a weight has any endpoint.
    public @Nullable BackendRuntime draw(@Nullable RuleRuntime rule, RandomGenerator random) {
        BackendShares own = rule == null ? null : rule.shares();
        return own == null ? shares.draw(random) : own.draw(random);
    }

    /// Whether [#draw] may give that backend.
    public boolean draws(@Nullable RuleRuntime rule, BackendRuntime backend) {
        BackendShares own = rule == null ? null : rule.shares();
        return (own == null ? shares : own).weighted(backend.hash()) == backend;
    }
}
