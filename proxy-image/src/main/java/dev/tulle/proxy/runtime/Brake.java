package dev.tulle.proxy.runtime;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/// Slows the bodies of one event loop down while direct memory is tight: whoever would read on
/// waits for the next tick. Memory that a peak has left behind may stay taken, so nobody stands
/// still for good.
public final class Brake {
    static final long TICK_MILLIS = 100;

    private final EventExecutor loop;
    private final Load load;
    private final ArrayDeque<Runnable> held = new ArrayDeque<>(0);
    private boolean ticking;

    Brake(EventExecutor loop, Load load) {
        this.loop = loop;
        this.load = load;
    }

    public boolean on() {
        return load.memoryTight();
    }

    /// Goes on with the next tick.
    public void hold(Runnable goOn) {
        held.addLast(goOn);
        if (!ticking) {
            ticking = true;
            loop.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tick() {
        ticking = false;
        int due = held.size();
        for (int i = 0; i < due; i++) {
            held.removeFirst().run();
        }
    }
}
