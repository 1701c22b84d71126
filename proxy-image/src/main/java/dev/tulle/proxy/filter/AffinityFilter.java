package dev.tulle.proxy.filter;

import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.RequestFilter;
import dev.tulle.proxy.exchange.ResponseFilter;
import dev.tulle.proxy.exchange.ResponseHead;
import dev.tulle.proxy.exchange.Verdict;
import dev.tulle.proxy.model.Endpoint;
import dev.tulle.proxy.runtime.BackendRuntime;
import dev.tulle.proxy.runtime.RouteRuntime;
import dev.tulle.proxy.runtime.StickySession;
import io.netty.util.AsciiString;

/// Finds the session of a request before a rule edits its fields, and tells the client of a new one
/// behind what a rule does to the answer.
final class AffinityFilter implements RequestFilter, ResponseFilter {

    @Override
    public Verdict onRequest(Exchange exchange) {
        RouteRuntime route = exchange.route();
        if (route != null && route.routes() != null) {
            exchange.stays(route.session(exchange.rule(), exchange.request()));
        }
        return Verdict.Continue.CONTINUE;
    }

    @Override
    public void onResponse(Exchange exchange, ResponseHead head) {
        StickySession session = exchange.session();
        if (session == null || head.interim()) {
            return;
        }
        BackendRuntime backend = exchange.backend();
        Endpoint endpoint = exchange.endpoint();
        AsciiString news =
                backend == null || endpoint == null ? null : session.news(backend, endpoint);
        if (news != null) {
            if (session.alone()) {
                head.fields().remove(session.field());
            }
            head.fields().add(session.field(), news);
        }
    }
}
