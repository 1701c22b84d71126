package dev.tulle.operator.metrics;

import dev.tulle.operator.inject.InjectionDecision;
import dev.tulle.operator.inject.InjectionObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// `tulle_injections_total{decision}`, `tulle_injection_seconds`, `tulle_injection_errors_total`.
public final class InjectionMetrics implements InjectionObserver {

    private final Map<InjectionDecision, Counter> decisions =
            new EnumMap<>(InjectionDecision.class);
    private final Timer took;
    private final Counter errors;

    public InjectionMetrics(MeterRegistry registry) {
        Arrays.stream(InjectionDecision.values())
                .forEach(decision ->
                        decisions.put(
                                decision,
                                registry.counter("tulle.injections", "decision", decision.word())));
        this.took =
                Timer.builder("tulle.injection").publishPercentileHistogram().register(registry);
        this.errors = registry.counter("tulle.injection.errors");
    }

    @Override
    public void decided(InjectionDecision decision, Duration duration) {
        Counter counter = decisions.get(decision);
        if (counter != null) {
            counter.increment();
        }
        took.record(duration);
    }

    @Override
    public void failed() {
        errors.increment();
    }
}
