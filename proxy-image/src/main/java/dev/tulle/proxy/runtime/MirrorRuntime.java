package dev.tulle.proxy.runtime;

import dev.tulle.proxy.model.Mirror;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// A backend that gets copies of requests, on one loop.
public record MirrorRuntime(BackendRuntime backend, int percent) {

    private static final int ALL = 100;

    static List<MirrorRuntime> of(List<Mirror> mirrors, Map<String, BackendRuntime> backends) {
        List<MirrorRuntime> made = new ArrayList<>(mirrors.size());
        for (Mirror mirror : mirrors) {
            BackendRuntime backend =
                    Objects.requireNonNull(
                            backends.get(mirror.backend()),
                            () -> "there is no backend " + mirror.backend());
            made.add(new MirrorRuntime(backend, mirror.percent()));
        }
        return List.copyOf(made);
    }

    /// Whether a request is among those that it gets.
    public boolean draws(RandomGenerator random) {
        return percent == ALL || random.nextInt(ALL) < percent;
    }
}
