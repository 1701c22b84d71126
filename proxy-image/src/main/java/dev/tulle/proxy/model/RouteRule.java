package dev.tulle.proxy.model;

import java.util.List;
import java.util.Optional;

/// What becomes of the requests that one of the matches takes. Without backends they go to those of
/// the destination, and without traffic of its own callers wait as for the destination.
public record RouteRule(
        String name,
        List<RouteMatch> matches,
        List<WeightedBackend> backends,
        RuleChanges changes,
        Optional<TrafficPolicy> traffic) {
    public RouteRule {
        matches = List.copyOf(matches);
        backends = List.copyOf(backends);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a rule without a name: expected one");
        }
        if (matches.isEmpty()) {
            throw new IllegalArgumentException(
                    "rule '" + name + "' has no match: expected at least one");
        }
        if (changes.answer() != null && !backends.isEmpty()) {
            throw new IllegalArgumentException(
                    "rule '" + name + "' answers and has backends: expected one of the two");
        }
        if (changes.rewrite() != null
                && !changes.rewrite().prefix().isEmpty()
                && !matches.stream().allMatch(match -> match.path() instanceof TextMatch.Prefix)) {
            throw new IllegalArgumentException(
                    "rule '"
                            + name
                            + "' rewrites a prefix: expected a prefix of the path in every match");
        }
    }

    public RouteRule(
            String name,
            List<RouteMatch> matches,
            List<WeightedBackend> backends,
            RuleChanges changes) {
        this(name, matches, backends, changes, Optional.empty());
    }

    public RouteRule(String name, List<RouteMatch> matches, List<WeightedBackend> backends) {
        this(name, matches, backends, RuleChanges.NONE);
    }
}
