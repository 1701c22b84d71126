package dev.tulle.operator.traffic;

import dev.tulle.api.v1alpha1.TrafficSplitStatus.RuleShare;
import dev.tulle.operator.report.Report;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What proxies saw of the rules of a split.
final class ObservedRules {

    private ObservedRules() {}

    static List<RuleShare> of(SplitDecision.Evidence evidence) {
        return evidence.split().rules().stream()
                .map(rule -> new RuleShare(rule.name(), percent(rule.name(), evidence)))
                .toList();
    }

    private static @Nullable Integer percent(String rule, SplitDecision.Evidence evidence) {
        Report.RuleShares seen = evidence.rules();
        if (seen.requests() == 0) {
            return null;
        }
        long taken = seen.byRule().getOrDefault(rule, 0L);
        return SteadyPercent.of(taken, seen.requests(), stored(rule, evidence));
    }

    private static @Nullable Integer stored(String rule, SplitDecision.Evidence evidence) {
        List<RuleShare> rules = evidence.before() == null ? null : evidence.before().rules();
        for (RuleShare share : Objects.requireNonNullElse(rules, List.<RuleShare>of())) {
            if (share.name().equals(rule)) {
                return share.observedPercent();
            }
        }
        return null;
    }
}
