package dev.tulle.operator.view;

import dev.tulle.api.v1alpha1.TrafficRule;
import dev.tulle.api.v1alpha1.TrafficSplitSpec;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

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

    /// Names of all Services that it sends something to, each once.
    List<String> services() {
        return Stream.concat(
                        spec.backends().stream(),
                        rules().stream()
                                .flatMap(rule -> Stream.ofNullable(rule.backends()))
                                .flatMap(List::stream))
                .map(TrafficSplitSpec.Backend::service)
                .distinct()
                .toList();
    }
}
