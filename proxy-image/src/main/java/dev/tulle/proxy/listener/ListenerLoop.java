package dev.tulle.proxy.listener;

import dev.tulle.proxy.detect.LearnedPorts;
import dev.tulle.proxy.exchange.ServerParts;
import dev.tulle.proxy.filter.ProbeSources;
import dev.tulle.proxy.http1.Http1Loop;
import dev.tulle.proxy.http2.Http2Loop;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.runtime.Loop;
import dev.tulle.proxy.tls.MeshTls;
import dev.tulle.proxy.tunnel.IdleTunnels;
import dev.tulle.proxy.tunnel.TunnelObserver;
import dev.tulle.proxy.upstream.Dialer;
import dev.tulle.proxy.upstream.PoolKey;

/// What the accepted connections of one event loop share.
public record ListenerLoop(
        Loop loop,
        MeshTls tls,
        Dialer dialer,
        ServerParts outboundHttp,
        ServerParts inboundHttp,
        Http1Loop http1,
        Http2Loop http2,
        LearnedPorts<Address> learned,
        IdleTunnels<PoolKey> idleTunnels,
        LoopGuard guard,
        OriginalDestination originalDestination,
        ProbeSources probeSources,
        Handshakes handshakes,
        ConnectionObserver observer,
        TunnelObserver tunnelObserver) {}
