package dev.tulle.operator.metrics;

import dev.tulle.operator.cluster.ViewObserver;
import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ViewKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/// `tulle_informer_objects{type}`, `tulle_informer_restarts_total{type}`,
/// `tulle_informer_relist_missed_total{type}`, which is to stay 0, and `tulle_view_behind_seconds`.
public final class ViewMetrics implements ViewObserver {

    private final MeterRegistry registry;
    private final Timer behind;
    private final AtomicReference<ClusterView> newest = new AtomicReference<>(ClusterView.empty());

    public ViewMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.behind =
                Timer.builder("tulle.view.behind").publishPercentileHistogram().register(registry);
        for (ViewKind kind : ViewKind.values()) {
            registry.gauge(
                    "tulle.informer.objects",
                    List.of(Tag.of("type", type(kind))),
                    newest,
                    view -> count(view.get(), kind));
            var _ = missedOf(kind);
        }
    }

    @Override
    public void published(ClusterView view, Duration waited) {
        newest.set(view);
        behind.record(waited);
    }

    @Override
    public void restarted(ViewKind kind) {
        registry.counter("tulle.informer.restarts", "type", type(kind)).increment();
    }

    @Override
    public void missed(ViewKind kind, int objects) {
        missedOf(kind).increment(objects);
    }

    private Counter missedOf(ViewKind kind) {
        return registry.counter("tulle.informer.relist.missed", "type", type(kind));
    }

    private static int count(ClusterView view, ViewKind kind) {
        var held = view.objects().get(kind);
        return held == null ? 0 : held.size();
    }

    private static String type(ViewKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
