package dev.tulle.proxy.runtime;

import dev.tulle.proxy.model.RouteRule;
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

    private RuleRuntime(
            RouteRule rule,
            RulePlan plan,
            @Nullable BackendShares shares,
            List<MirrorRuntime> mirrors) {
        this.rule = rule;
        this.plan = plan;
        this.shares = shares;
        this.mirrors = mirrors;
    }

    static RuleRuntime of(RouteRule rule, RulePlan plan, Map<String, BackendRuntime> backends) {
        return new RuleRuntime(
                rule,
                plan,
                rule.backends().isEmpty() ? null : BackendShares.of(rule.backends(), backends),
                MirrorRuntime.of(rule.changes().mirrors(), backends));
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

    /// Null when the rule has no backends of its own.
    @Nullable BackendShares shares() {
        return shares;
    }
}
