package dev.tulle.operator.resolve;

import static dev.tulle.operator.resolve.CallerTraffic.in;

import dev.tulle.api.v1alpha1.Traffic;
import dev.tulle.operator.view.Index;
import dev.tulle.operator.view.PolicyView;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The fields of `traffic` in which an older policy of the same target says something else. A list
/// is one field, and so is all of loadBalancing.
final class TrafficConflicts {

    private static final List<Field> FIELDS =
            List.of(
                    timeout("connect", Traffic.Timeouts::connect),
                    timeout("request", Traffic.Timeouts::request),
                    timeout("perTry", Traffic.Timeouts::perTry),
                    timeout("idle", Traffic.Timeouts::idle),
                    retry("attempts", Traffic.Retries::attempts),
                    retry("methods", Traffic.Retries::methods),
                    retry("retryOn", Traffic.Retries::retryOn),
                    retry("backoff.base", in(Traffic.Retries::backoff, Traffic.Backoff::base)),
                    retry("backoff.max", in(Traffic.Retries::backoff, Traffic.Backoff::max)),
                    retry("budget.percent", in(Traffic.Retries::budget, Traffic.Budget::percent)),
                    retry(
                            "budget.minPerSecond",
                            in(Traffic.Retries::budget, Traffic.Budget::minPerSecond)),
                    breaker("consecutiveFailures", Traffic.CircuitBreaker::consecutiveFailures),
                    breaker("minSuccessPercent", Traffic.CircuitBreaker::minSuccessPercent),
                    breaker("ejectionTime", Traffic.CircuitBreaker::ejectionTime),
                    breaker("maxEjectionTime", Traffic.CircuitBreaker::maxEjectionTime),
                    breaker("maxEjectedPercent", Traffic.CircuitBreaker::maxEjectedPercent),
                    breaker("maxConnections", Traffic.CircuitBreaker::maxConnections),
                    breaker("maxPendingRequests", Traffic.CircuitBreaker::maxPendingRequests),
                    breaker("maxRequests", Traffic.CircuitBreaker::maxRequests),
                    new Field("traffic.loadBalancing", Traffic::loadBalancing));

    /// A path and how to get there; null where it is not set.
    private record Field(String path, Function<Traffic, @Nullable Object> value) {

        @Nullable Object of(PolicyView policy) {
            Traffic traffic = policy.spec().traffic();
            return traffic == null ? null : value.apply(traffic);
        }
    }

    private static Field timeout(String name, Function<Traffic.Timeouts, @Nullable Object> field) {
        return new Field("traffic.timeouts." + name, in(Traffic::timeouts, field));
    }

    private static Field retry(String name, Function<Traffic.Retries, @Nullable Object> field) {
        return new Field("traffic.retries." + name, in(Traffic::retries, field));
    }

    private static Field breaker(
            String name, Function<Traffic.CircuitBreaker, @Nullable Object> field) {
        return new Field("traffic.circuitBreaker." + name, in(Traffic::circuitBreaker, field));
    }

    private TrafficConflicts() {}

    static List<Conflict> of(Reads reads, PolicyView policy) {
        List<PolicyView> older =
                reads
                        .find(
                                PolicyView.class,
                                Index.POLICIES_BY_NAMESPACE,
                                policy.meta().namespace())
                        .stream()
                        .filter(other -> other.spec().traffic() != null)
                        .filter(other -> other.spec().targetRef().equals(policy.spec().targetRef()))
                        .filter(other -> Precedence.OLDER.compare(other, policy) < 0)
                        .sorted(Precedence.OLDER)
                        .toList();
        return FIELDS.stream().flatMap(field -> conflict(field, policy, older).stream()).toList();
    }

    private static Optional<Conflict> conflict(
            Field field, PolicyView policy, List<PolicyView> older) {
        Object wanted = field.of(policy);
        if (wanted == null) {
            return Optional.empty();
        }
        return older.stream()
                .filter(other -> field.of(other) != null)
                .findFirst()
                .filter(other -> !wanted.equals(field.of(other)))
                .map(other -> new Conflict(field.path(), "MeshPolicy " + other.name()));
    }
}
