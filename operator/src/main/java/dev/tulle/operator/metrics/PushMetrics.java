package dev.tulle.operator.metrics;

import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.operator.compile.ResourceType;
import dev.tulle.operator.push.ChangeClass;
import dev.tulle.operator.push.PushObserver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/// `tulle_compile_seconds`, `tulle_push_seconds`, `tulle_push_bytes_total`, `tulle_ack_seconds` by
/// `{type}`, `tulle_nacks_total{reason}`, `tulle_debounce_seconds{class}`, `tulle_streams{state}`,
/// `tulle_streams_ended_total{why}`, `tulle_push_pending`, `tulle_compile_resources` and
/// `tulle_held_versions`.
public final class PushMetrics implements PushObserver {

    private final MeterRegistry registry;
    private volatile State state = new State(0, 0, 0, 0, 0);

    public PushMetrics(MeterRegistry registry) {
        this.registry = registry;
        streams("open", State::streams);
        streams("slow", State::slow);
        level("tulle.push.pending", State::pending);
        level("tulle.compile.resources", State::resources);
        level("tulle.held.versions", State::heldBack);
    }

    @Override
    public void opened() {
        registry.counter("tulle.streams.opened").increment();
    }

    @Override
    public void ended(End why) {
        registry.counter("tulle.streams.ended", "why", word(why)).increment();
    }

    @Override
    public void compiled(ResourceType type, long nanos) {
        timer("tulle.compile", type).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void pushed(ResourceType type, int bytes, long nanos) {
        timer("tulle.push", type).record(nanos, TimeUnit.NANOSECONDS);
        registry.counter("tulle.push.bytes", "type", word(type)).increment(bytes);
    }

    @Override
    public void answered(ResourceType type, long nanos) {
        timer("tulle.ack", type).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void refused(RejectionReason reason) {
        registry.counter("tulle.nacks", "reason", word(reason)).increment();
    }

    @Override
    public void flushed(ChangeClass changeClass, long nanos) {
        Timer.builder("tulle.debounce")
                .tag("class", word(changeClass))
                .publishPercentileHistogram()
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void state(State now) {
        state = now;
    }

    private void streams(String word, ToIntFunction<State> count) {
        Gauge.builder("tulle.streams", this, self -> count.applyAsInt(self.state))
                .tag("state", word)
                .register(registry);
    }

    private void level(String name, ToIntFunction<State> count) {
        Gauge.builder(name, this, self -> count.applyAsInt(self.state)).register(registry);
    }

    private Timer timer(String name, ResourceType type) {
        return Timer.builder(name)
                .tag("type", word(type))
                .publishPercentileHistogram()
                .register(registry);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
