package dev.tulle.operator.report;

import dev.tulle.api.v1alpha1.TrafficRule;
import dev.tulle.operator.view.SplitView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Requests of the last five minutes for the Service of one split. Pure.
///
/// @param byBackend those that were shared by the weights of the spec, by Service
/// @param rules all of them, and those of each rule
record SplitTraffic(Map<String, Long> byBackend, Report.RuleShares rules) {

    static SplitTraffic of(SplitView split, Map<RequestWindow.Route, Long> sums) {
        Set<String> elsewhere = rulesThatLeadElsewhere(split);
        String namespace = split.meta().namespace() + "/";
        Map<String, Long> byBackend = new HashMap<>();
        Map<String, Long> byRule = new HashMap<>();
        long all = 0;
        for (Map.Entry<RequestWindow.Route, Long> sum : sums.entrySet()) {
            RequestWindow.Route route = sum.getKey();
            if (!isCalled(split, route.destination())) {
                continue;
            }
            all += sum.getValue();
            if (!route.rule().isEmpty()) {
                byRule.merge(route.rule(), sum.getValue(), Long::sum);
            }
            if (!elsewhere.contains(route.rule()) && route.backend().startsWith(namespace)) {
                byBackend.merge(
                        service(route.backend(), namespace.length()), sum.getValue(), Long::sum);
            }
        }
        return new SplitTraffic(byBackend, new Report.RuleShares(all, byRule));
    }

    private static Set<String> rulesThatLeadElsewhere(SplitView split) {
        Set<String> names = new HashSet<>();
        for (TrafficRule rule : split.rules()) {
            if (rule.backends() != null) {
                names.add(rule.name());
            }
        }
        return names;
    }

    private static boolean isCalled(SplitView split, String destination) {
        String service = split.meta().namespace() + "/" + split.spec().service() + ":";
        Integer port = split.spec().port();
        return port == null ? destination.startsWith(service) : destination.equals(service + port);
    }

    private static String service(String backend, int start) {
        return backend.substring(start, Math.max(start, backend.lastIndexOf(':')));
    }
}
