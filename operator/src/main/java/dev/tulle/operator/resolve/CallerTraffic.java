package dev.tulle.operator.resolve;

import dev.tulle.api.v1alpha1.Traffic;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What levels of policy come to, field by field, with what unset means.
public final class CallerTraffic {

    private static final int DECIMALS = 3;

    /// How long callers wait; zero for ever.
    public record Timeouts(Duration connect, Duration request, Duration perTry, Duration idle) {}

    /// When callers try again.
    public record Retries(
            int attempts,
            Traffic.Methods methods,
            List<Traffic.Outcome> retryOn,
            Duration base,
            Duration max,
            int budgetPercent,
            int budgetPerSecond) {

        public Retries {
            retryOn = List.copyOf(retryOn);
        }
    }

    /// When an endpoint is left alone; success in 100,000 requests.
    public record Breaker(
            int consecutiveFailures,
            int minSuccessPer100k,
            Duration ejection,
            Duration maxEjection,
            int maxEjectedPercent) {}

    /// How much an endpoint is asked at once; 0 where nobody set a limit.
    public record Limits(int connections, int pending, int requests) {

        public boolean areSet() {
            return connections > 0 || pending > 0 || requests > 0;
        }
    }

    /// How an endpoint is chosen; the hash is there for algorithms that need one.
    public record Balancing(
            Traffic.Algorithm algorithm,
            Optional<Traffic.Hash> hash,
            Duration slowStart,
            Duration maxConnectionAge) {}

    private CallerTraffic() {}

    public static Timeouts timeouts(TrafficLevels levels) {
        Duration request = timeout(levels, Traffic.Timeouts::request, Duration.ZERO);
        Duration perTry = timeout(levels, Traffic.Timeouts::perTry, Duration.ZERO);
        boolean longer = !request.isZero() && perTry.compareTo(request) > 0;
        return new Timeouts(
                timeout(levels, Traffic.Timeouts::connect, TrafficDefaults.CONNECT),
                request,
                longer ? request : perTry,
                idle(levels));
    }

    /// How long a request may stand still, for callers and called.
    public static Duration idle(TrafficLevels levels) {
        return timeout(levels, Traffic.Timeouts::idle, TrafficDefaults.IDLE);
    }

    private static Duration timeout(
            TrafficLevels levels,
            Function<Traffic.Timeouts, @Nullable String> field,
            Duration unset) {
        return levels.first(in(Traffic::timeouts, field)).map(DurationText::parse).orElse(unset);
    }

    public static Retries retries(TrafficLevels levels) {
        Duration base =
                levels.first(
                                in(
                                        Traffic::retries,
                                        in(Traffic.Retries::backoff, Traffic.Backoff::base)))
                        .map(DurationText::parse)
                        .orElse(TrafficDefaults.BACKOFF_BASE);
        Duration max =
                levels.first(
                                in(
                                        Traffic::retries,
                                        in(Traffic.Retries::backoff, Traffic.Backoff::max)))
                        .map(DurationText::parse)
                        .orElse(TrafficDefaults.BACKOFF_MAX);
        return new Retries(
                retry(levels, Traffic.Retries::attempts, TrafficDefaults.ATTEMPTS),
                retry(levels, Traffic.Retries::methods, TrafficDefaults.METHODS),
                retry(levels, Traffic.Retries::retryOn, TrafficDefaults.RETRY_ON).stream()
                        .sorted()
                        .toList(),
                base,
                longer(base, max),
                retry(
                        levels,
                        in(Traffic.Retries::budget, Traffic.Budget::percent),
                        TrafficDefaults.BUDGET_PERCENT),
                retry(
                        levels,
                        in(Traffic.Retries::budget, Traffic.Budget::minPerSecond),
                        TrafficDefaults.BUDGET_PER_SECOND));
    }

    private static <T> T retry(
            TrafficLevels levels, Function<Traffic.Retries, @Nullable T> field, T unset) {
        return levels.first(in(Traffic::retries, field)).orElse(unset);
    }

    public static Breaker breaker(TrafficLevels levels) {
        Duration ejection =
                breaker(levels, Traffic.CircuitBreaker::ejectionTime)
                        .map(DurationText::parse)
                        .orElse(TrafficDefaults.EJECTION);
        Duration max =
                breaker(levels, Traffic.CircuitBreaker::maxEjectionTime)
                        .map(DurationText::parse)
                        .orElse(TrafficDefaults.MAX_EJECTION);
        return new Breaker(
                breaker(levels, Traffic.CircuitBreaker::consecutiveFailures)
                        .orElse(TrafficDefaults.CONSECUTIVE_FAILURES),
                breaker(levels, Traffic.CircuitBreaker::minSuccessPercent)
                        .map(CallerTraffic::text)
                        .map(CallerTraffic::per100k)
                        .orElseGet(() -> per100k(TrafficDefaults.MIN_SUCCESS_PERCENT)),
                ejection,
                longer(ejection, max),
                breaker(levels, Traffic.CircuitBreaker::maxEjectedPercent)
                        .orElse(TrafficDefaults.MAX_EJECTED_PERCENT));
    }

    public static Limits limits(TrafficLevels levels) {
        return new Limits(
                breaker(levels, Traffic.CircuitBreaker::maxConnections).orElse(0),
                breaker(levels, Traffic.CircuitBreaker::maxPendingRequests).orElse(0),
                breaker(levels, Traffic.CircuitBreaker::maxRequests).orElse(0));
    }

    private static <T> Optional<T> breaker(
            TrafficLevels levels, Function<Traffic.CircuitBreaker, @Nullable T> field) {
        return levels.first(in(Traffic::circuitBreaker, field));
    }

    /// The whole section of the most specific level that has one.
    public static Balancing balancing(TrafficLevels levels) {
        Optional<Traffic.LoadBalancing> section = levels.first(Traffic::loadBalancing);
        return new Balancing(
                section.map(Traffic.LoadBalancing::algorithm).orElse(TrafficDefaults.ALGORITHM),
                section.map(Traffic.LoadBalancing::hash),
                section.map(Traffic.LoadBalancing::slowStart)
                        .map(DurationText::parse)
                        .orElse(TrafficDefaults.SLOW_START),
                section.map(Traffic.LoadBalancing::maxConnectionAge)
                        .map(DurationText::parse)
                        .orElse(TrafficDefaults.MAX_CONNECTION_AGE));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static String text(IntOrString percent) {
        return String.valueOf(percent.getValue());
    }

    private static int per100k(String percent) {
        return new BigDecimal(percent).movePointRight(DECIMALS).intValueExact();
    }

    /// A field of a section that may not be there.
    static <A, B, C> Function<A, @Nullable C> in(
            Function<A, @Nullable B> section, Function<B, @Nullable C> field) {
        return from -> {
            B part = section.apply(from);
            return part == null ? null : field.apply(part);
        };
    }
}
