package dev.tulle.proxy.route;

import dev.tulle.proxy.model.RouteRule;
import dev.tulle.proxy.model.RuleAnswer;

/// A compiled rule: whether it takes a request.
final class RuleTest {
    private final MatchTest[] matches;
    private final Reading reading;
    private final boolean looksAtPath;

    private RuleTest(MatchTest[] matches, Reading reading, boolean looksAtPath) {
        this.matches = matches;
        this.reading = reading;
        this.looksAtPath = looksAtPath;
    }

    static RuleTest of(RouteRule rule) {
        return of(
                rule,
                rule.changes().answer() instanceof RuleAnswer.Respond
                        ? Reading.ANY
                        : Reading.EVERY);
    }

    static RuleTest of(RouteRule rule, Reading reading) {
        MatchTest[] matches = rule.matches().stream().map(MatchTest::of).toArray(MatchTest[]::new);
        boolean path = rule.matches().stream().anyMatch(match -> match.path() != null);
        return new RuleTest(matches, reading, path);
    }

    boolean looksAtPath() {
        return looksAtPath;
    }

    boolean takes(RoutedRequest request) {
        boolean strictly = strict(request);
        if (!looksAtPath || request.readablePath().agree()) {
            return strictly;
        }
        return switch (reading) {
            case EVERY -> strictly && loose(request);
            case ANY -> strictly || loose(request);
        };
    }

    private boolean strict(RoutedRequest request) {
        for (MatchTest match : matches) {
            if (match.strict(request, reading)) {
                return true;
            }
        }
        return false;
    }

    private boolean loose(RoutedRequest request) {
        for (MatchTest match : matches) {
            if (match.loose(request, reading)) {
                return true;
            }
        }
        return false;
    }
}
