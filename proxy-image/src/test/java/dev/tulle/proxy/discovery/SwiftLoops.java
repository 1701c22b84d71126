package dev.tulle.proxy.discovery;

import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.runtime.ConfigTarget;
import dev.tulle.proxy.runtime.MeshConfig;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Loops that swap at once.
final class SwiftLoops implements ConfigTarget {
    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<MeshConfig> applied = new LinkedBlockingQueue<>();
    private final BlockingQueue<Address> unanswered = new LinkedBlockingQueue<>();

    @Override
    public void apply(MeshConfig next, Applied done) {
        applied.add(next);
        done.applied();
    }

    @Override
    public void unanswered(Address destination) {
        unanswered.add(destination);
    }

    @Override
    public long lastUsedNanos(Address destination) {
        return Long.MIN_VALUE;
    }

    MeshConfig nextApplied() throws InterruptedException {
        return Objects.requireNonNull(
                applied.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "nothing was applied in time");
    }

    /// The next configuration that knows the address.
    MeshConfig nextWith(Address destination) throws InterruptedException {
        MeshConfig next = nextApplied();
        while (!next.destinations().containsKey(destination)) {
            next = nextApplied();
        }
        return next;
    }

    Address nextUnanswered() throws InterruptedException {
        return Objects.requireNonNull(
                unanswered.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "nothing was unanswered");
    }
}
