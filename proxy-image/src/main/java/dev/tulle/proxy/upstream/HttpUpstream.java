package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.RequestObserver;
import dev.tulle.proxy.runtime.Loop;

/// What forwarding needs on one event loop.
public record HttpUpstream(
        Loop loop, Acquiring acquiring, ReplayMemory replays, Retrying retrying) {

    public static HttpUpstream of(
            Loop loop,
            HttpPools pools,
            Opening opening,
            ReplayMemory replays,
            RequestObserver observer) {
        return new HttpUpstream(
                loop, new Acquiring(loop, pools, opening), replays, new Retrying(loop, observer));
    }
}
