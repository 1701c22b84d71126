package dev.tulle.proxy.runtime;

import dev.tulle.proxy.balance.WeightedDraw;
import dev.tulle.proxy.model.WeightedBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Backends that share traffic by weight, on one loop.
final class BackendShares {
    private final List<BackendRuntime> backends;
    private final int[] weights;
    private final WeightedDraw draw;
    private final IntPredicate eligible;
    private final IntPredicate populated;

    BackendShares(List<WeightedBackend> weighted, List<BackendRuntime> backends) {
        this.backends = List.copyOf(backends);
        this.weights = weighted.stream().mapToInt(WeightedBackend::weight).toArray();
        this.draw = WeightedDraw.of(weights);
        this.eligible = i -> this.backends.get(i).eligible();
        this.populated = i -> this.backends.get(i).populated();
    }

    /// The shares among backends that are all there.
    static BackendShares of(List<WeightedBackend> weighted, Map<String, BackendRuntime> all) {
        List<BackendRuntime> chosen = new ArrayList<>(weighted.size());
        for (WeightedBackend each : weighted) {
            chosen.add(
                    Objects.requireNonNull(
                            all.get(each.backend()), () -> "there is no backend " + each));
        }
        return new BackendShares(weighted, chosen);
    }

    /// The backend of this hash if it has a weight.
    @Nullable BackendRuntime weighted(long hash) {
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0 && backends.get(i).hash() == hash) {
                return backends.get(i);
            }
        }
        return null;
    }

    /// Draws a backend by weight among those that can serve; null when no backend with a weight has
    /// any endpoint.
    @Nullable BackendRuntime draw(RandomGenerator random) {
        int index = draw.draw(random, eligible).orElse(-1);
        if (index < 0) {
            index = draw.draw(random, populated).orElse(-1);
        }
        return index < 0 ? null : backends.get(index);
    }
}
