package dev.tulle.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.contract.v1.RejectionReason;
import dev.tulle.operator.compile.ResourceType;
import dev.tulle.operator.push.ChangeClass;
import dev.tulle.operator.push.PushObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PushMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PushMetrics metrics = new PushMetrics(registry);

    @Test
    void showsTheLevelsOfTheLastMoment() {
        metrics.state(new PushObserver.State(4, 0, 0, 9, 0));
        metrics.state(new PushObserver.State(5, 1, 7, 11, 2));

        assertThat(registry.get("tulle.streams").tag("state", "open").gauge().value()).isEqualTo(5);
        assertThat(registry.get("tulle.streams").tag("state", "slow").gauge().value()).isEqualTo(1);
        assertThat(registry.get("tulle.push.pending").gauge().value()).isEqualTo(7);
        assertThat(registry.get("tulle.compile.resources").gauge().value()).isEqualTo(11);
        assertThat(registry.get("tulle.held.versions").gauge().value()).isEqualTo(2);
    }

    @Test
    void countsWhatHappens() {
        metrics.ended(PushObserver.End.NONSENSE);
        metrics.pushed(ResourceType.ENDPOINTS, 100, 0);
        metrics.pushed(ResourceType.ENDPOINTS, 20, 0);
        metrics.refused(RejectionReason.INVALID_FIELD);

        assertThat(count("tulle.streams.ended", "why", "nonsense")).isEqualTo(1);
        assertThat(count("tulle.push.bytes", "type", "endpoints")).isEqualTo(120);
        assertThat(count("tulle.nacks", "reason", "invalid_field")).isEqualTo(1);
    }

    @Test
    void timesCompilesAndWaitsForAStream() {
        metrics.compiled(ResourceType.BACKEND, TimeUnit.MILLISECONDS.toNanos(4));
        metrics.pushed(ResourceType.ENDPOINTS, 100, TimeUnit.MILLISECONDS.toNanos(5));

        assertThat(millis("tulle.compile", "type", "backend")).isEqualTo(4);
        assertThat(millis("tulle.push", "type", "endpoints")).isEqualTo(5);
    }

    @Test
    void timesAnswersAndTheDebounce() {
        metrics.answered(ResourceType.ENDPOINTS, TimeUnit.MILLISECONDS.toNanos(2));
        metrics.flushed(ChangeClass.URGENT, TimeUnit.MILLISECONDS.toNanos(3));

        assertThat(millis("tulle.ack", "type", "endpoints")).isEqualTo(2);
        assertThat(millis("tulle.debounce", "class", "urgent")).isEqualTo(3);
    }

    private double millis(String name, String tag, String value) {
        return registry.get(name).tag(tag, value).timer().totalTime(TimeUnit.MILLISECONDS);
    }

    private double count(String name, String tag, String value) {
        return registry.get(name).tag(tag, value).counter().count();
    }
}
