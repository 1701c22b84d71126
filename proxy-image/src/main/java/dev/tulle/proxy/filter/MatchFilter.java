package dev.tulle.proxy.filter;

import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.exchange.RequestFilter;
import dev.tulle.proxy.exchange.Verdict;
import dev.tulle.proxy.route.RuleSet;
import dev.tulle.proxy.runtime.Loop;
import dev.tulle.proxy.runtime.LoopConfig;
import dev.tulle.proxy.runtime.RouteRuntime;
import dev.tulle.proxy.runtime.RoutesRuntime;
import org.jspecify.annotations.Nullable;

/// Finds the destination of a request of the own application, and the rule that takes it. A request
/// keeps both to its end, whatever becomes of the configuration.
final class MatchFilter implements RequestFilter {

    private static final Verdict.Answer UNREADABLE =
            new Verdict.Answer(
                    ProxyError.BAD_REQUEST,
                    "rules look at the path, and it has an escape that is none: write %25 for a"
                            + " percent sign",
                    Verdict.After.KEEP);

    private final Loop loop;

    MatchFilter(Loop loop) {
        this.loop = loop;
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        return switch (exchange.caller()) {
            case Caller.Remote _ -> Verdict.Continue.CONTINUE;
            case Caller.Application application -> match(exchange, application);
        };
    }

    private Verdict match(Exchange exchange, Caller.Application application) {
        RouteRuntime route = route(application);
        if (route == null) {
            return Verdict.Continue.CONTINUE;
        }
        exchange.routed(route);
        RoutesRuntime routes = route.routes();
        if (routes == null) {
            return Verdict.Continue.CONTINUE;
        }
        int found = routes.first(exchange.request());
        if (found == RuleSet.UNREADABLE) {
            return UNREADABLE;
        }
        if (found != RuleSet.NONE) {
            exchange.ruled(routes.rule(found));
        }
        return Verdict.Continue.CONTINUE;
    }

    private @Nullable RouteRuntime route(Caller.Application application) {
        LoopConfig config = loop.config();
        RouteRuntime route = config == null ? null : config.route(application.called());
        return route == null || route.destination().backends().isEmpty() ? null : route;
    }
}
