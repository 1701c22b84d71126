package dev.tulle.proxy.runtime;

import dev.tulle.proxy.model.Address;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Hands configuration to every loop and answers when the last one has taken it: that is what an
/// ack means.
public final class LoopSwap implements ConfigTarget {
    private static final Logger LOG = Logger.getLogger("dev.tulle.proxy.runtime");

    private final List<Loop> loops;
    private final Executor control;
    private final Consumer<MeshConfig> swapped;

    /// `swapped` runs on the control loop after every loop has taken a configuration, before its
    /// ack.
    public LoopSwap(List<Loop> loops, Executor control, Consumer<MeshConfig> swapped) {
        this.loops = List.copyOf(loops);
        this.control = control;
        this.swapped = swapped;
    }

    @Override
    public void apply(MeshConfig next, Applied done) {
        AtomicInteger left = new AtomicInteger(loops.size());
        AtomicReference<String> failure = new AtomicReference<>("");
        for (Loop loop : loops) {
            loop.executor()
                    .execute(() -> {
                        swap(loop, next, failure);
                        if (left.decrementAndGet() == 0) {
                            control.execute(() -> end(next, failure.get(), done));
                        }
                    });
        }
    }

    private static void swap(Loop loop, MeshConfig next, AtomicReference<String> failure) {
        try {
            loop.swap(next);
        } catch (RuntimeException e) {
            failure.set(String.valueOf(e.getMessage()));
            LOG.log(Level.SEVERE, "a loop could not take the configuration and keeps its own", e);
        }
    }

    private void end(MeshConfig next, String failure, Applied done) {
        if (failure.isEmpty()) {
            swapped.accept(next);
            done.applied();
        } else {
            done.failed(failure);
        }
    }

    @Override
    public void unanswered(Address destination) {
        for (Loop loop : loops) {
            loop.executor().execute(() -> loop.unanswered(destination));
        }
    }

    @Override
    public long lastUsedNanos(Address destination) {
        long last = Long.MIN_VALUE;
        for (Loop loop : loops) {
            last = Math.max(last, loop.lastUsedNanos(destination));
        }
        return last;
    }
}
