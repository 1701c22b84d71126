package dev.tulle.proxy;

import dev.tulle.proxy.balance.BalancerObserver;
import dev.tulle.proxy.exchange.RequestObserver;
import dev.tulle.proxy.http2.Http2Observer;
import dev.tulle.proxy.listener.ConnectionObserver;
import dev.tulle.proxy.telemetry.LoopMetrics;
import dev.tulle.proxy.tunnel.TunnelObserver;
import dev.tulle.proxy.upstream.PoolObserver;

/// Who watches one event loop.
record LoopObservers(
        RequestObserver requests,
        Http2Observer http2,
        PoolObserver pools,
        ConnectionObserver connections,
        TunnelObserver tunnels,
        BalancerObserver balancers) {
    /// All of it is measured.
    static LoopObservers of(LoopMetrics loop) {
        return new LoopObservers(
                loop.requests(),
                loop.http2(),
                loop.pools(),
                loop.connections(),
                loop.tunnels(),
                loop.balancers());
    }

    static LoopObservers none() {
        return new LoopObservers(
                new RequestObserver.None(),
                new Http2Observer.None(),
                new PoolObserver.None(),
                new ConnectionObserver.None(),
                new TunnelObserver.None(),
                new BalancerObserver.None());
    }
}
