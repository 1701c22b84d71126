package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.Answering;
import dev.tulle.proxy.exchange.Caller;
import dev.tulle.proxy.exchange.Dispatch;
import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.HttpProtocol;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.RequestObserver;
import dev.tulle.proxy.model.Protocol;
import dev.tulle.proxy.runtime.RouteRuntime;

/// Forwards requests: those of the own application by the route of what it called, those of others
/// to the own application.
public final class HttpDispatch implements Dispatch {
    private final HttpUpstream upstream;
    private final Mirrors mirrors;

    public HttpDispatch(HttpUpstream upstream, RequestObserver observer) {
        this.upstream = upstream;
        this.mirrors = new Mirrors(upstream, observer);
    }

    @Override
    public HttpSink dispatch(Exchange exchange, Answering answer, HttpSource request) {
        Choice choice =
                switch (exchange.caller()) {
                    case Caller.Application application -> routed(exchange, application);
                    case Caller.Remote remote ->
                            new OwnApplication(
                                    remote.called(), engine(exchange, remote.port().protocol()));
                };
        Forwarding forwarding = new Forwarding(upstream, choice, exchange, answer, request);
        forwarding.begin();
        HttpSink own = forwarding.request();
        return switch (exchange.caller()) {
            case Caller.Application application -> mirrors.of(exchange, application, own);
            case Caller.Remote _ -> own;
        };
    }

    private Choice routed(Exchange exchange, Caller.Application application) {
        RouteRuntime route = exchange.route();
        if (route == null) {
            return new NoChoice(application.called());
        }
        Engine engine = engine(exchange, route.destination().protocol());
        return new RoutedChoice(route, application, engine, upstream.loop().random(), exchange);
    }

    /// What was declared, else what the request came by.
    static Engine engine(Exchange exchange, Protocol declared) {
        return switch (declared) {
            case HTTP1 -> Engine.HTTP1;
            case HTTP2 -> Engine.HTTP2;
            case DETECT, OPAQUE ->
                    exchange.protocol() == HttpProtocol.HTTP2 ? Engine.HTTP2 : Engine.HTTP1;
        };
    }
}
