package dev.tulle.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.operator.view.ViewKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class ViewMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ViewMetrics metrics = new ViewMetrics(registry);

    @Test
    void showsMissedEventsOfEveryKindFromTheStart() {
        double before = missed("pod");
        metrics.missed(ViewKind.POD, 3);

        assertThat(before).isZero();
        assertThat(missed("pod")).isEqualTo(3);
        assertThat(missed("service")).isZero();
    }

    private double missed(String type) {
        return registry.get("tulle.informer.relist.missed").tag("type", type).counter().count();
    }
}
