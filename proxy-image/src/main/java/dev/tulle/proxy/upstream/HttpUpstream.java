package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.RequestObserver;
import dev.tulle.proxy.runtime.Loop;

/// What forwarding needs on one event loop.
public record HttpUpstream(Loop loop, HttpPools pools, Opening opening, RequestObserver observer) {}
