package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.RequestObserver;
import dev.tulle.proxy.runtime.Loop;

/// What forwarding needs on one event loop.
public record HttpUpstream(
        Loop loop,
        HttpPools pools,
        Waiting waiting,
        Dialer dialer,
        HttpEngines engines,
        RequestObserver observer) {}
