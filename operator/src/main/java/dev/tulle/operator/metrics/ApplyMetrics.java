package dev.tulle.operator.metrics;

import dev.tulle.operator.apply.ApplyObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/// `tulle_apply_total{kind,result}` and `tulle_events_suppressed_total`.
public final class ApplyMetrics implements ApplyObserver {

    private final MeterRegistry registry;
    private final Counter suppressed;

    public ApplyMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.suppressed = registry.counter("tulle.events.suppressed");
    }

    @Override
    public void wrote(String kind, Result result) {
        registry.counter(
                        "tulle.apply",
                        "kind",
                        kind,
                        "result",
                        result.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    @Override
    public void eventSuppressed() {
        suppressed.increment();
    }
}
