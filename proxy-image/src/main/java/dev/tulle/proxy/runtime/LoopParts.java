package dev.tulle.proxy.runtime;

import dev.tulle.proxy.balance.BalancerObserver;
import dev.tulle.proxy.resilience.EndpointGates;
import io.netty.util.concurrent.Ticker;
import java.util.random.RandomGenerator;

/// What the compiled configuration of one event loop works with.
///
/// @param index the number under which the loop counts in what all loops share
record LoopParts(
        Ticker ticker,
        RandomGenerator random,
        BalancerObserver observer,
        EndpointGates gates,
        int index) {}
