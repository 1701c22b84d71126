package dev.tulle.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventBudgetTest {
    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
    private static final ObjectKey ONE = new ObjectKey("v1", "ConfigMap", "a", "one");
    private static final ObjectKey TWO = new ObjectKey("v1", "ConfigMap", "a", "two");

    private final EventBudget budget = new EventBudget();

    @Test
    void allowsTenAndThenNone() {
        assertThat(allowed(ONE, NOW, 12)).isEqualTo(10);
    }

    @Test
    void allowsAgainWhenTheHourIsOver() {
        allowed(ONE, NOW, 10);

        assertThat(budget.allows(ONE, NOW.plus(Duration.ofMinutes(59)))).isFalse();
        assertThat(budget.allows(ONE, NOW.plus(Duration.ofHours(1)))).isTrue();
    }

    @Test
    void oneObjectDoesNotSilenceAnother() {
        allowed(ONE, NOW, 10);

        assertThat(budget.allows(TWO, NOW)).isTrue();
    }

    private long allowed(ObjectKey key, Instant now, int times) {
        return IntStream.range(0, times).filter(i -> budget.allows(key, now)).count();
    }
}
