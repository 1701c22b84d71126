package dev.tulle.proxy.runtime;

import dev.tulle.proxy.model.RouteRule;
import dev.tulle.proxy.model.TrafficPolicy;
import dev.tulle.proxy.route.RulePlan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A rule on one loop: what becomes of the requests that it takes.
public final class RuleRuntime {
    private final RouteRule rule;
    private final RulePlan plan;
    private final @Nullable BackendShares shares;
    private final List<MirrorRuntime> mirrors;
    private final @Nullable RoutePolicy policy;
    private final @Nullable AffinityRuntime affinity;

    private RuleRuntime(
            RouteRule rule,
            RulePlan plan,
            @Nullable BackendShares shares,
            List<MirrorRuntime> mirrors,
            @Nullable RoutePolicy policy,
            @Nullable AffinityRuntime affinity) {
        this.rule = rule;
        this.plan = plan;
        this.shares = shares;
        this.mirrors = mirrors;
        this.policy = policy;
        this.affinity = affinity;
    }

    /// What it was before keeps its budget of retries, for as long as its policy stays the same.
    static RuleRuntime of(
            RouteRule rule,
            RulePlan plan,
            @Nullable RuleRuntime before,
            Map<String, BackendRuntime> backends,
            @Nullable AffinityRuntime affinity,
            int loops) {
        return new RuleRuntime(
                rule,
                plan,
                rule.backends().isEmpty() ? null : BackendShares.of(rule.backends(), backends),
                MirrorRuntime.of(rule.changes().mirrors(), backends),
                policy(rule.traffic().orElse(null), before, loops),
                affinity);
    }

    private static @Nullable RoutePolicy policy(
            @Nullable TrafficPolicy traffic, @Nullable RuleRuntime before, int loops) {
        if (traffic == null) {
            return null;
        }
        RoutePolicy kept = before == null ? null : before.policy;
        return kept != null && kept.is(traffic) ? kept : new RoutePolicy(traffic, loops);
    }

    public String name() {
        return rule.name();
    }

    public RulePlan plan() {
        return plan;
    }

    /// Backends that get copies.
    public List<MirrorRuntime> mirrors() {
        return mirrors;
    }

    /// How long callers wait for what it takes and when they try again; null where its destination
    /// says so.
    public @Nullable RoutePolicy policy() {
        return policy;
    }

    /// Null where nothing is asked for, or the rule has no backends of its own.
    @Nullable AffinityRuntime affinity() {
        return affinity;
    }

    /// Null when the rule has no backends of its own.
    @Nullable BackendShares shares() {
        return shares;
    }
}
