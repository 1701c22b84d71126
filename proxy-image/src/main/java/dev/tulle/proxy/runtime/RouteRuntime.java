package dev.tulle.proxy.runtime;

import dev.tulle.proxy.balance.WeightedDraw;
import dev.tulle.proxy.model.Destination;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A destination on one loop: its backends and their weights, compiled once and never changed. A
/// request keeps the one that it began with.
public final class RouteRuntime {
    private final Destination destination;
    private final List<BackendRuntime> backends;
    private final WeightedDraw draw;
    private final DestinationUse use;
    private final IntPredicate eligible;
    private final IntPredicate populated;

    RouteRuntime(Destination destination, List<BackendRuntime> backends, DestinationUse use) {
        this.destination = destination;
        this.backends = List.copyOf(backends);
        this.use = use;
        this.draw =
                WeightedDraw.of(
                        destination.backends().stream().mapToInt(b -> b.weight()).toArray());
        this.eligible = i -> this.backends.get(i).eligible();
        this.populated = i -> this.backends.get(i).populated();
    }

    public Destination destination() {
        return destination;
    }

    public DestinationUse use() {
        return use;
    }

    /// Draws a backend by weight among those that can serve; null when no backend with a weight has
    /// any endpoint.
    public @Nullable BackendRuntime draw(RandomGenerator random) {
        int index = draw.draw(random, eligible).orElse(-1);
        if (index < 0) {
            index = draw.draw(random, populated).orElse(-1);
        }
        return index < 0 ? null : backends.get(index);
    }
}
