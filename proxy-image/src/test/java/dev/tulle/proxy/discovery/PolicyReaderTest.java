package dev.tulle.proxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tulle.contract.v1.Algorithm;
import dev.tulle.contract.v1.Backend;
import dev.tulle.contract.v1.Balance;
import dev.tulle.contract.v1.Breaker;
import dev.tulle.contract.v1.Destination;
import dev.tulle.contract.v1.Limits;
import dev.tulle.contract.v1.Preference;
import dev.tulle.contract.v1.Retries;
import dev.tulle.contract.v1.RetryOn;
import dev.tulle.contract.v1.Timeouts;
import dev.tulle.proxy.model.BackendPolicy;
import dev.tulle.proxy.model.BalancePolicy;
import dev.tulle.proxy.model.BreakerPolicy;
import dev.tulle.proxy.model.EndpointLimits;
import dev.tulle.proxy.model.HashKey;
import dev.tulle.proxy.model.RetryMethods;
import dev.tulle.proxy.model.RetryPolicy;
import dev.tulle.proxy.model.TrafficPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyReaderTest {
    @Test
    void readsHowEndpointsAreChosenAndSpared() throws Exception {
        Backend.Builder message =
                Messages.backend()
                        .setBalance(
                                Balance.newBuilder()
                                        .setAlgorithm(Algorithm.MAGLEV)
                                        .setHeader("X-User")
                                        .setSlowStartMillis(1_000)
                                        .setPreference(Preference.SAME_NODE))
                        .setBreaker(breaker())
                        .setLimits(
                                Limits.newBuilder()
                                        .setConnections(1)
                                        .setPendingRequests(2)
                                        .setRequests(3))
                        .setMaxConnectionAgeMillis(600_000);

        assertThat(PolicyReader.backend(message.build()))
                .isEqualTo(
                        new BackendPolicy(
                                new BalancePolicy.Maglev(new HashKey.Header("x-user")),
                                Duration.ofSeconds(1),
                                dev.tulle.proxy.model.Preference.SAME_NODE,
                                Optional.of(
                                        new BreakerPolicy(
                                                5,
                                                0.995,
                                                Duration.ofSeconds(10),
                                                Duration.ofSeconds(300),
                                                50)),
                                new EndpointLimits(1, 2, 3),
                                Duration.ofMinutes(10)));
    }

    private static Breaker.Builder breaker() {
        return Breaker.newBuilder()
                .setConsecutiveFailures(5)
                .setMinSuccessPer100K(99_500)
                .setEjectionMillis(10_000)
                .setMaxEjectionMillis(300_000)
                .setMaxEjectedPercent(50);
    }

    @Test
    void readsHowLongCallersWaitAndWhenTheyTryAgain() throws Exception {
        Destination message =
                Messages.service("shop/web:80")
                        .setTimeouts(
                                Timeouts.newBuilder()
                                        .setConnectMillis(1)
                                        .setRequestMillis(2)
                                        .setTryMillis(3)
                                        .setIdleMillis(4))
                        .setRetries(
                                Retries.newBuilder()
                                        .setAttempts(2)
                                        .setAllMethods(true)
                                        .addRetryOn(RetryOn.RESET)
                                        .setBaseMillis(5)
                                        .setMaxMillis(6)
                                        .setBudgetPercent(7)
                                        .setBudgetPerSecond(8))
                        .build();

        assertThat(PolicyReader.destination(message))
                .isEqualTo(
                        new TrafficPolicy(
                                new dev.tulle.proxy.model.Timeouts(
                                        Duration.ofMillis(1),
                                        Duration.ofMillis(2),
                                        Duration.ofMillis(3),
                                        Duration.ofMillis(4)),
                                new RetryPolicy(
                                        2,
                                        RetryMethods.ALL,
                                        Set.of(dev.tulle.proxy.model.RetryOn.RESET),
                                        Duration.ofMillis(5),
                                        Duration.ofMillis(6),
                                        7,
                                        8)));
    }

    @Test
    void takesWhatIsAbsentForWhatHeldBefore() throws Exception {
        assertThat(PolicyReader.backend(Messages.backend().build()))
                .isEqualTo(BackendPolicy.plain());
        assertThat(PolicyReader.destination(Messages.service("shop/web:80").build()))
                .isEqualTo(TrafficPolicy.plain());
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of(
                        Messages.backend().setBreaker(breaker().setConsecutiveFailures(0)),
                        "breaker",
                        "consecutive failures 0"),
                Arguments.of(
                        Messages.backend().setBreaker(breaker().setMinSuccessPer100K(100_001)),
                        "breaker",
                        "expected a share between 0 and 1"),
                Arguments.of(
                        Messages.backend().setBreaker(breaker().setMaxEjectionMillis(1)),
                        "breaker",
                        "longest ejection"),
                Arguments.of(
                        Messages.backend()
                                .setBalance(Balance.newBuilder().setAlgorithm(Algorithm.RING_HASH)),
                        "balance",
                        "nothing to hash"),
                Arguments.of(
                        Messages.backend().setBalance(Balance.newBuilder().setAlgorithmValue(99)),
                        "balance",
                        "unknown algorithm"),
                Arguments.of(
                        Messages.backend().setMaxConnectionAgeMillis(-1),
                        "balance",
                        "a time of 18446744073709551615 ms"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesWhatIsNoPolicy(Backend.Builder message, String field, String sentence) {
        RefusedResourceException refused =
                catchThrowableOfType(
                        RefusedResourceException.class,
                        () -> PolicyReader.backend(message.build()));

        assertThat(refused.refusal().field()).isEqualTo(field);
        assertThat(refused).hasMessageContaining(sentence);
    }

    @Test
    void refusesMoreAttemptsThanThereMayBe() {
        Destination message =
                Messages.service("shop/web:80")
                        .setRetries(Retries.newBuilder().setAttempts(11))
                        .build();

        assertThatThrownBy(() -> PolicyReader.destination(message))
                .isInstanceOf(RefusedResourceException.class)
                .hasMessageContaining("attempts 11: expected 0 to 10");
    }
}
