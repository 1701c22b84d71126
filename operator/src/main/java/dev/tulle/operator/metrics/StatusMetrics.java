package dev.tulle.operator.metrics;

import dev.tulle.operator.status.StatusObserver;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/// `tulle_status_writes_total{kind,cause}`.
public final class StatusMetrics implements StatusObserver {

    private final MeterRegistry registry;

    public StatusMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void wrote(HasMetadata object, Cause cause) {
        registry.counter(
                        "tulle.status.writes",
                        "kind",
                        object.getKind(),
                        "cause",
                        cause.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
