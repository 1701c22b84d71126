package dev.tulle.proxy.route;

import dev.tulle.proxy.model.RouteRule;
import dev.tulle.proxy.model.Routes;
import java.util.List;

/// The rules of one [Routes], compiled once: the first one that takes a request decides.
public final class RuleSet {
    /// No rule takes the request.
    public static final int NONE = -1;

    /// Rules look at the path, and it cannot be read.
    public static final int UNREADABLE = -2;

    private final RuleTest[] rules;
    private final RulePlan[] plans;
    private final boolean looksAtPath;

    private RuleSet(RuleTest[] rules, RulePlan[] plans, boolean looksAtPath) {
        this.rules = rules;
        this.plans = plans;
        this.looksAtPath = looksAtPath;
    }

    /// Refuses by `IllegalArgumentException` what cannot be compiled.
    public static RuleSet of(Routes routes) {
        return of(routes.rules());
    }

    /// Refuses by `IllegalArgumentException` a rule that cannot be compiled.
    public static void check(RouteRule rule) {
        of(List.of(rule));
    }

    static RuleSet of(List<RouteRule> rules) {
        RuleTest[] tests = rules.stream().map(RuleTest::of).toArray(RuleTest[]::new);
        boolean looksAtPath = false;
        for (RuleTest test : tests) {
            looksAtPath |= test.looksAtPath();
        }
        RulePlan[] plans = rules.stream().map(RulePlan::of).toArray(RulePlan[]::new);
        return new RuleSet(tests, plans, looksAtPath);
    }

    /// What the rule with this index does.
    public RulePlan plan(int index) {
        return plans[index];
    }

    /// The index of the rule that takes the request, or one of the constants.
    public int first(RequestView view) {
        RoutedRequest request = new RoutedRequest(view);
        if (looksAtPath && request.path() == null) {
            return UNREADABLE;
        }
        for (int i = 0; i < rules.length; i++) {
            if (rules[i].takes(request)) {
                return i;
            }
        }
        return NONE;
    }
}
