package dev.tulle.proxy.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tulle.proxy.model.RetryOn;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OutcomeTest {

    /// What policies call it, whether it speaks against the endpoint, whether nobody saw the
    /// request.
    static Stream<Arguments> outcomes() {
        return Stream.of(
                row(Outcome.SUCCESS, false, false),
                row(Outcome.CONNECT_FAILURE, true, true, RetryOn.CONNECT_FAILURE),
                row(Outcome.REFUSED, false, true, RetryOn.REFUSED),
                row(Outcome.RESET, true, false, RetryOn.RESET),
                row(Outcome.TIMEOUT, true, false, RetryOn.TIMEOUT),
                row(
                        Outcome.UNAVAILABLE,
                        true,
                        false,
                        RetryOn.UNAVAILABLE,
                        RetryOn.GATEWAY_ERROR,
                        RetryOn.SERVER_ERROR),
                row(
                        Outcome.GATEWAY_ERROR,
                        true,
                        false,
                        RetryOn.GATEWAY_ERROR,
                        RetryOn.SERVER_ERROR),
                row(Outcome.SERVER_ERROR, true, false, RetryOn.SERVER_ERROR),
                row(Outcome.OVERLOADED, true, false),
                row(Outcome.OVERFLOW, false, true));
    }

    private static Arguments row(
            Outcome outcome, boolean failure, boolean unseen, RetryOn... named) {
        return arguments(outcome, Set.of(named), failure, unseen);
    }

    private static Set<RetryOn> meaning(Outcome outcome) {
        Set<RetryOn> meaning = EnumSet.noneOf(RetryOn.class);
        for (RetryOn on : RetryOn.values()) {
            if (outcome.isAnyOf(Set.of(on))) {
                meaning.add(on);
            }
        }
        return meaning;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outcomes")
    void isWhatPoliciesCallIt(
            Outcome outcome, Set<RetryOn> named, boolean failure, boolean unseen) {
        assertThat(meaning(outcome)).isEqualTo(named);
        assertThat(outcome.failure()).isEqualTo(failure);
        assertThat(outcome.unseen()).isEqualTo(unseen);
    }

    @Test
    void hasARowAndEveryRetryConditionAnOutcome() {
        assertThat(outcomes().map(row -> row.get()[0]))
                .containsExactly((Object[]) Outcome.values());
        assertThat(Stream.of(Outcome.values()).flatMap(outcome -> meaning(outcome).stream()))
                .as("a condition that no outcome is would never retry anything")
                .contains(RetryOn.values());
    }
}
