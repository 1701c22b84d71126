package dev.tulle.proxy.runtime;

import dev.tulle.proxy.balance.BalancerObserver;
import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.resilience.EndpointGates;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Ticker;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One event loop of the request path and what belongs to it alone. Everything but [#lastUsedNanos]
/// is for that loop's thread.
public final class Loop {
    private final EventExecutor executor;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final Wheel wheel;
    private final Load load;
    private final Wheel timeouts;
    private final Brake brake;
    private final LoopParts parts;
    private final Parking parking;
    private @Nullable LoopConfig config;

    /// The same as `config`, for readers on other threads.
    private volatile @Nullable LoopConfig published;

    /// A loop that is alone.
    public Loop(
            EventExecutor executor,
            Ticker ticker,
            RandomGenerator random,
            Load load,
            DestinationDemand demand,
            BalancerObserver balancers) {
        this(executor, ticker, random, load, demand, balancers, new EndpointGates(1, ticker));
    }

    /// One of several loops; they share the gates.
    public Loop(
            EventExecutor executor,
            Ticker ticker,
            RandomGenerator random,
            Load load,
            DestinationDemand demand,
            BalancerObserver balancers,
            EndpointGates gates) {
        this.executor = executor;
        this.ticker = ticker;
        this.random = random;
        this.wheel = new Wheel(executor, ticker, Wheel.PATIENCE);
        this.timeouts = new Wheel(executor, ticker, Wheel.REQUESTS);
        this.load = load;
        this.brake = new Brake(executor, load);
        this.parts = new LoopParts(ticker, random, balancers, gates, gates.nextLoop());
        this.parking = new Parking(wheel, demand);
    }

    public EventExecutor executor() {
        return executor;
    }

    public Ticker ticker() {
        return ticker;
    }

    public RandomGenerator random() {
        return random;
    }

    public Wheel wheel() {
        return wheel;
    }

    /// For what may take less than a second: exact to 10 ms, at rest while no request has a
    /// timeout.
    public Wheel timeouts() {
        return timeouts;
    }

    /// What bodies look at before more of them is read.
    public Brake brake() {
        return brake;
    }

    public Load load() {
        return load;
    }

    /// Null before the first configuration; nothing is accepted until then.
    public @Nullable LoopConfig config() {
        return config;
    }

    /// Asks discovery when the address is not known; the waiter may be called before this returns.
    public void resolve(Address called, DestinationWaiter waiter) {
        LoopConfig now = config;
        RouteRuntime route = now == null ? null : now.route(called);
        if (route == null) {
            parking.park(called, waiter);
        } else {
            waiter.known(route);
        }
    }

    void swap(MeshConfig next) {
        LoopConfig swapped = LoopConfig.of(next, config, parts);
        config = swapped;
        published = swapped;
        parking.release(swapped);
    }

    void unanswered(Address destination) {
        parking.unanswered(destination);
    }

    long lastUsedNanos(Address destination) {
        LoopConfig now = published;
        RouteRuntime route = now == null ? null : now.route(destination);
        return route == null ? Long.MIN_VALUE : route.use().lastNanos(ticker.nanoTime());
    }
}
