package dev.tulle.operator.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DebounceTest {

    private final Debounce<String> debounce = new Debounce<>();

    @Test
    void saysHowUrgentAChangeIs() {
        debounce.offer(ChangeClass.ENDPOINTS, Set.of("lost", "came"), millis(0));
        debounce.offer(ChangeClass.URGENT, Set.of("lost"), millis(20));

        assertThat(debounce.take(millis(20)))
                .containsExactly(
                        new Debounce.Due<>(ChangeClass.URGENT, Set.of("lost"), 0),
                        new Debounce.Due<>(
                                ChangeClass.ENDPOINTS, Set.of("lost", "came"), millis(20)));
    }

    @Test
    void letsUrgentChangesThroughAtOnce() {
        debounce.offer(ChangeClass.URGENT, Set.of("lost"), millis(5));

        assertThat(debounce.dueAt()).hasValue(millis(5));
        assertThat(take(5)).containsExactly("lost");
    }

    @Test
    void collectsEndpointsUntilTheyAreQuietForTwentyMilliseconds() {
        debounce.offer(ChangeClass.ENDPOINTS, Set.of("a"), millis(0));
        debounce.offer(ChangeClass.ENDPOINTS, Set.of("b"), millis(15));

        assertThat(take(34)).isEmpty();
        assertThat(take(35)).containsExactlyInAnyOrder("a", "b");
        assertThat(debounce.dueAt()).isEmpty();
    }

    @Test
    void neverKeepsEndpointsLongerThanAHundredMilliseconds() {
        for (int at = 0; at <= 95; at += 5) {
            debounce.offer(ChangeClass.ENDPOINTS, Set.of("at " + at), millis(at));
        }

        assertThat(take(99)).isEmpty();
        assertThat(take(100)).hasSize(20);
    }

    @Test
    void collectsConfigurationForFiftyMillisecondsOfQuietAndHalfASecondInAll() {
        debounce.offer(ChangeClass.CONFIGURATION, Set.of("once"), millis(0));
        assertThat(debounce.dueAt()).hasValue(millis(50));

        for (int at = 40; at < 500; at += 40) {
            debounce.offer(ChangeClass.CONFIGURATION, Set.of("often"), millis(at));
        }

        assertThat(debounce.dueAt()).hasValue(millis(500));
        assertThat(debounce.isCollecting(ChangeClass.CONFIGURATION)).isTrue();
    }

    @Test
    void doesNotLetOneClassWaitForAnother() {
        debounce.offer(ChangeClass.CONFIGURATION, Set.of("policy"), millis(0));
        debounce.offer(ChangeClass.URGENT, Set.of("lost"), millis(1));

        assertThat(take(1)).containsExactly("lost");
        assertThat(debounce.dueAt()).hasValue(millis(50));
    }

    @Test
    void widensItsWindowsWhileTheViewIsBehind() {
        debounce.behind(Duration.ofSeconds(2).toNanos());
        debounce.offer(ChangeClass.CONFIGURATION, Set.of("policy"), millis(0));
        assertThat(debounce.dueAt()).hasValue(millis(100));

        for (int i = 0; i < 10; i++) {
            debounce.behind(Duration.ofSeconds(2).toNanos());
        }

        assertThat(debounce.dueAt()).as("quiet is bounded by a second").hasValue(millis(1_000));
        assertThat(debounce.isWidened()).isTrue();
    }

    @Test
    void narrowsItsWindowsAgainWhenTheViewHasCaughtUp() {
        debounce.behind(Duration.ofSeconds(2).toNanos());
        debounce.behind(0);

        debounce.offer(ChangeClass.CONFIGURATION, Set.of("policy"), millis(0));

        assertThat(debounce.dueAt()).hasValue(millis(50));
        assertThat(debounce.isWidened()).isFalse();
    }

    @Test
    void neverDelaysUrgentChangesHoweverFarBehindTheViewIs() {
        debounce.behind(Duration.ofSeconds(9).toNanos());

        debounce.offer(ChangeClass.URGENT, Set.of("lost"), millis(3));

        assertThat(debounce.dueAt()).hasValue(millis(3));
    }

    private Set<String> take(long millis) {
        return debounce.take(millis(millis)).stream()
                .flatMap(due -> due.keys().stream())
                .collect(Collectors.toSet());
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
