package dev.tulle.proxy;

import dev.tulle.proxy.detect.LearnedPorts;
import dev.tulle.proxy.exchange.Dispatch;
import dev.tulle.proxy.exchange.ServerParts;
import dev.tulle.proxy.filter.FilterOrder;
import dev.tulle.proxy.http1.Http1Engines;
import dev.tulle.proxy.http1.Http1Loop;
import dev.tulle.proxy.http2.Http2Engines;
import dev.tulle.proxy.http2.Http2Loop;
import dev.tulle.proxy.listener.Handshakes;
import dev.tulle.proxy.listener.ListenerLoop;
import dev.tulle.proxy.listener.Pipelines;
import dev.tulle.proxy.resilience.EndpointGates;
import dev.tulle.proxy.runtime.DestinationDemand;
import dev.tulle.proxy.runtime.Drain;
import dev.tulle.proxy.runtime.Load;
import dev.tulle.proxy.runtime.Loop;
import dev.tulle.proxy.runtime.LoopConfig;
import dev.tulle.proxy.tls.MeshTls;
import dev.tulle.proxy.tunnel.IdleTunnels;
import dev.tulle.proxy.upstream.ConnectionAges;
import dev.tulle.proxy.upstream.Dialer;
import dev.tulle.proxy.upstream.HttpDispatch;
import dev.tulle.proxy.upstream.HttpEngines;
import dev.tulle.proxy.upstream.HttpPools;
import dev.tulle.proxy.upstream.HttpUpstream;
import dev.tulle.proxy.upstream.Opening;
import dev.tulle.proxy.upstream.ReplayMemory;
import dev.tulle.proxy.upstream.Waiting;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Ticker;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/// Puts the request path of one event loop together.
record RequestPath(Loop loop, ListenerLoop listener, HttpPools pools) {

    /// What the request paths of all loops share.
    record Shared(
            Ticker ticker,
            MeshTls tls,
            Surroundings surroundings,
            Bounds boundsPerLoop,
            DoubleSupplier memory,
            Drain drain,
            DestinationDemand demand,
            EndpointGates gates) {}

    static RequestPath on(
            EventLoop eventLoop, Shared shared, LoopObservers observers, RandomGenerator random) {
        Bounds bounds = shared.boundsPerLoop();
        Ticker ticker = shared.ticker();
        Load load =
                new Load(bounds.requests(), bounds.connections(), shared.memory(), shared.drain());
        Loop loop =
                new Loop(
                        eventLoop,
                        ticker,
                        random,
                        load,
                        shared.demand(),
                        observers.balancers(),
                        shared.gates());
        Dialer dialer =
                new Dialer(
                        eventLoop,
                        shared.tls(),
                        new Pipelines(),
                        shared.surroundings().ownSource(),
                        observers.pools(),
                        ticker);
        HttpPools pools = new HttpPools(observers.pools());
        Http1Loop http1 = new Http1Loop();
        Http2Loop http2 = new Http2Loop(observers.http2());
        shared.drain().onAdvance(() -> eventLoop.execute(http2::drain));
        Dispatch dispatch =
                new HttpDispatch(
                        HttpUpstream.of(
                                loop,
                                pools,
                                new Opening(
                                        eventLoop,
                                        new Waiting(bounds.waitingPerEndpoint()),
                                        dialer,
                                        engines(loop, http1, http2),
                                        pools,
                                        new ConnectionAges(loop.wheel(), random)),
                                new ReplayMemory(bounds.replayBytes()),
                                observers.requests()),
                        observers.requests());
        ServerParts outbound = server(loop, dispatch, FilterOrder.outbound(loop), observers);
        ServerParts inbound =
                server(
                        loop,
                        dispatch,
                        FilterOrder.inbound(loop, shared.surroundings().probeSources()),
                        observers);
        ListenerLoop listener =
                new ListenerLoop(
                        loop,
                        shared.tls(),
                        dialer,
                        outbound,
                        inbound,
                        http1,
                        http2,
                        new LearnedPorts<>(ticker),
                        new IdleTunnels<>(),
                        shared.surroundings().guard(),
                        shared.surroundings().originalDestination(),
                        shared.surroundings().probeSources(),
                        new Handshakes(bounds.handshakes()),
                        observers.connections(),
                        observers.tunnels());
        return new RequestPath(loop, listener, pools);
    }

    private static HttpEngines engines(Loop loop, Http1Loop http1, Http2Loop http2) {
        HttpEngines one = new Http1Engines(http1, loop.wheel());
        HttpEngines two = new Http2Engines(http2, loop);
        return (key, pools) ->
                switch (key.engine()) {
                    case HTTP1 -> one.create(key, pools);
                    case HTTP2 -> two.create(key, pools);
                    case TCP -> throw new IllegalArgumentException(key + " carries no requests");
                };
    }

    /// Closes idle connections to endpoints that are gone or about to go; for the loop.
    void closeUnwanted() {
        LoopConfig config = loop.config();
        if (config != null) {
            pools.closeUnless(config.keepsIdle()::contains);
        }
    }

    private static ServerParts server(
            Loop loop, Dispatch dispatch, FilterOrder filters, LoopObservers observers) {
        return new ServerParts(
                dispatch,
                filters.request(),
                filters.response(),
                filters.probe(),
                observers.requests(),
                loop.load(),
                loop.wheel(),
                loop.ticker(),
                loop.random());
    }
}
