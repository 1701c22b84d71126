package dev.tulle.proxy;

import dev.tulle.proxy.model.Address;
import dev.tulle.proxy.runtime.DestinationDemand;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Closes the circle between the loops, which ask discovery, and discovery, which configures the
/// loops. Nothing is accepted before discovery is there.
final class LateDemand implements DestinationDemand {
    private final AtomicReference<@Nullable DestinationDemand> discovery = new AtomicReference<>();

    void is(DestinationDemand demand) {
        discovery.set(demand);
    }

    @Override
    public void wanted(Address destination) {
        DestinationDemand now = discovery.get();
        if (now != null) {
            now.wanted(destination);
        }
    }
}
