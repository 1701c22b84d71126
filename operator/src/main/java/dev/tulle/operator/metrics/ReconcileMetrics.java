package dev.tulle.operator.metrics;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/// `tulle_reconcile_seconds{controller}` and `tulle_reconcile_errors_total{controller}`; the SDK's
/// own metrics have a label per object.
public final class ReconcileMetrics implements Metrics {

    private final MeterRegistry registry;

    public ReconcileMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
        Timer.Sample sample = Timer.start(registry);
        try {
            return execution.execute();
        } catch (Exception e) {
            registry.counter("tulle.reconcile.errors", "controller", execution.controllerName())
                    .increment();
            throw e;
        } finally {
            sample.stop(
                    Timer.builder("tulle.reconcile")
                            .tag("controller", execution.controllerName())
                            .publishPercentileHistogram()
                            .register(registry));
        }
    }
}
