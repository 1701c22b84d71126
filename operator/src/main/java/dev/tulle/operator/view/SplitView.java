package dev.tulle.operator.view;

import dev.tulle.api.v1alpha1.TrafficRule;
import dev.tulle.api.v1alpha1.TrafficSplitSpec;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// A TrafficSplit.
public record SplitView(Meta meta, TrafficSplitSpec spec) implements ClusterObject {

    @Override
    public SplitView withMeta(Meta other) {
        return new SplitView(other, spec);
    }

    /// The rules in the order in which they are tried.
    public List<TrafficRule> rules() {
        return Objects.requireNonNullElse(spec.rules(), List.of());
    }

    /// Names of all Services that it sends something to.
    Set<String> services() {
        Set<String> services = new TreeSet<>();
        spec.backends().forEach(backend -> services.add(backend.service()));
        for (TrafficRule rule : rules()) {
            if (rule.backends() != null) {
                rule.backends().forEach(backend -> services.add(backend.service()));
            }
            if (rule.mirror() != null) {
                rule.mirror().forEach(mirror -> services.add(mirror.service()));
            }
        }
        return services;
    }
}
