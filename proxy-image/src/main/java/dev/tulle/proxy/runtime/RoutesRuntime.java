package dev.tulle.proxy.runtime;

import dev.tulle.proxy.model.Affinity;
import dev.tulle.proxy.model.RouteRule;
import dev.tulle.proxy.model.Routes;
import dev.tulle.proxy.route.RequestView;
import dev.tulle.proxy.route.RuleSet;
import dev.tulle.proxy.route.SessionSeal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rules of one [Routes] on one loop. What they look for is compiled once for as long as the
/// message stays the same; what they lead to follows every change of configuration.
public final class RoutesRuntime {
    private final Routes routes;
    private final RuleSet tests;
    private final RuleRuntime[] rules;
    private final @Nullable AffinityRuntime affinity;

    private RoutesRuntime(
            Routes routes, RuleSet tests, RuleRuntime[] rules, @Nullable AffinityRuntime affinity) {
        this.routes = routes;
        this.tests = tests;
        this.rules = rules;
        this.affinity = affinity;
    }

    static RoutesRuntime of(
            Routes routes,
            @Nullable RoutesRuntime before,
            Map<String, BackendRuntime> backends,
            int loops) {
        RuleSet tests =
                before != null && before.routes.equals(routes) ? before.tests : RuleSet.of(routes);
        AffinityRuntime affinity = affinity(routes.affinity().orElse(null), before);
        RuleRuntime[] rules = new RuleRuntime[routes.rules().size()];
        for (int i = 0; i < rules.length; i++) {
            RouteRule rule = routes.rules().get(i);
            RuleRuntime same = before == null ? null : before.named(rule.name());
            AffinityRuntime own = affinity == null ? null : affinity.of(rule.name());
            rules[i] = RuleRuntime.of(rule, tests.plan(i), same, backends, own, loops);
        }
        return new RoutesRuntime(routes, tests, rules, affinity);
    }

    /// The seal of before is kept for as long as its keys stay the same: to set one up takes a
    /// millisecond of the loop, and every change of configuration comes by here.
    private static @Nullable AffinityRuntime affinity(
            @Nullable Affinity wanted, @Nullable RoutesRuntime before) {
        if (wanted == null) {
            return null;
        }
        AffinityRuntime last = before == null ? null : before.affinity;
        SessionSeal kept = last == null ? null : last.seal();
        SessionSeal seal =
                kept != null && kept.isBy(wanted.keys()) ? kept : SessionSeal.of(wanted.keys());
        return AffinityRuntime.of(seal, wanted.carrier());
    }

    private @Nullable RuleRuntime named(String name) {
        for (RuleRuntime rule : rules) {
            if (rule.name().equals(name)) {
                return rule;
            }
        }
        return null;
    }

    /// The rule that takes a request by its index, or a constant of [RuleSet].
    public int first(RequestView request) {
        return tests.first(request);
    }

    /// Of what goes to the backends of the destination; null where every request chooses anew.
    @Nullable AffinityRuntime affinity() {
        return affinity;
    }

    public RuleRuntime rule(int index) {
        return rules[index];
    }
}
