package dev.tulle.proxy.discovery;

import static dev.tulle.proxy.discovery.FieldReader.invalid;
import static dev.tulle.proxy.discovery.FieldReader.read;

import dev.tulle.contract.v1.Backend;
import dev.tulle.contract.v1.Balance;
import dev.tulle.contract.v1.Breaker;
import dev.tulle.contract.v1.Destination;
import dev.tulle.contract.v1.Limits;
import dev.tulle.contract.v1.Retries;
import dev.tulle.contract.v1.RetryOn;
import dev.tulle.contract.v1.RouteRule;
import dev.tulle.proxy.model.BackendPolicy;
import dev.tulle.proxy.model.BalancePolicy;
import dev.tulle.proxy.model.BreakerPolicy;
import dev.tulle.proxy.model.EndpointLimits;
import dev.tulle.proxy.model.HashKey;
import dev.tulle.proxy.model.Preference;
import dev.tulle.proxy.model.RetryMethods;
import dev.tulle.proxy.model.RetryPolicy;
import dev.tulle.proxy.model.Timeouts;
import dev.tulle.proxy.model.TrafficPolicy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What messages say about balancing, sparing, waiting and trying again. A message that is absent
/// stands for what held before there were such policies.
final class PolicyReader {
    private static final double SUCCESSES = 100_000;
    private static final long MOST_MILLIS = Duration.ofDays(10_000).toMillis();

    private PolicyReader() {}

    static BackendPolicy backend(Backend message) throws RefusedResourceException {
        BalancePolicy balance = read("balance", () -> balance(message.getBalance()));
        Preference preference = read("balance", () -> preference(message.getBalance()));
        Optional<BreakerPolicy> breaker =
                read(
                        "breaker",
                        () ->
                                message.hasBreaker()
                                        ? Optional.of(breaker(message.getBreaker()))
                                        : Optional.empty());
        EndpointLimits limits = read("limits", () -> limits(message.getLimits()));
        return read(
                "balance",
                () ->
                        new BackendPolicy(
                                balance,
                                millis(message.getBalance().getSlowStartMillis()),
                                preference,
                                breaker,
                                limits,
                                millis(message.getMaxConnectionAgeMillis())));
    }

    static TrafficPolicy destination(Destination message) throws RefusedResourceException {
        Timeouts timeouts =
                read(
                        "timeouts",
                        () ->
                                message.hasTimeouts()
                                        ? timeouts(message.getTimeouts())
                                        : Timeouts.unset());
        RetryPolicy retries =
                read(
                        "retries",
                        () ->
                                message.hasRetries()
                                        ? retries(message.getRetries())
                                        : RetryPolicy.none());
        return new TrafficPolicy(timeouts, retries);
    }

    /// Empty where the rule has none, and the destination's holds.
    static Optional<TrafficPolicy> rule(String field, RouteRule message)
            throws RefusedResourceException {
        if (message.hasTimeouts() != message.hasRetries()) {
            throw invalid(field, "timeouts without retries, or the reverse: expected both or none");
        }
        if (!message.hasTimeouts()) {
            return Optional.empty();
        }
        Timeouts timeouts = read(field + ".timeouts", () -> timeouts(message.getTimeouts()));
        RetryPolicy retries = read(field + ".retries", () -> retries(message.getRetries()));
        return Optional.of(new TrafficPolicy(timeouts, retries));
    }

    /// Longer than anything that lasts is a mistake of whoever sent it.
    static Duration millis(long millis) {
        if (millis < 0 || millis > MOST_MILLIS) {
            throw new IllegalArgumentException(
                    "a time of %s ms: expected at most %d ms"
                            .formatted(Long.toUnsignedString(millis), MOST_MILLIS));
        }
        return Duration.ofMillis(millis);
    }

    /// As [#millis].
    static Duration seconds(long seconds) {
        if (seconds < 0 || seconds > MOST_MILLIS / 1_000) {
            throw new IllegalArgumentException(
                    "a time of %s s: expected at most %d s"
                            .formatted(Long.toUnsignedString(seconds), MOST_MILLIS / 1_000));
        }
        return Duration.ofSeconds(seconds);
    }

    private static Timeouts timeouts(dev.tulle.contract.v1.Timeouts message) {
        return new Timeouts(
                millis(Integer.toUnsignedLong(message.getConnectMillis())),
                millis(message.getRequestMillis()),
                millis(message.getTryMillis()),
                millis(message.getIdleMillis()));
    }

    private static RetryPolicy retries(Retries message) {
        Set<dev.tulle.proxy.model.RetryOn> on = EnumSet.noneOf(dev.tulle.proxy.model.RetryOn.class);
        message.getRetryOnList().forEach(each -> on.add(retryOn(each)));
        return new RetryPolicy(
                message.getAttempts(),
                message.getAllMethods() ? RetryMethods.ALL : RetryMethods.IDEMPOTENT,
                on,
                millis(message.getBaseMillis()),
                millis(message.getMaxMillis()),
                message.getBudgetPercent(),
                message.getBudgetPerSecond());
    }

    private static dev.tulle.proxy.model.RetryOn retryOn(RetryOn on) {
        return switch (on) {
            case CONNECT_FAILURE -> dev.tulle.proxy.model.RetryOn.CONNECT_FAILURE;
            case REFUSED -> dev.tulle.proxy.model.RetryOn.REFUSED;
            case RESET -> dev.tulle.proxy.model.RetryOn.RESET;
            case TIMEOUT -> dev.tulle.proxy.model.RetryOn.TIMEOUT;
            case UNAVAILABLE -> dev.tulle.proxy.model.RetryOn.UNAVAILABLE;
            case GATEWAY_ERROR -> dev.tulle.proxy.model.RetryOn.GATEWAY_ERROR;
            case SERVER_ERROR -> dev.tulle.proxy.model.RetryOn.SERVER_ERROR;
            case RETRY_ON_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalArgumentException(
                            "unknown outcome to retry on: expected one of the seven that there"
                                    + " are");
        };
    }

    private static BreakerPolicy breaker(Breaker message) {
        return new BreakerPolicy(
                message.getConsecutiveFailures(),
                message.getMinSuccessPer100K() / SUCCESSES,
                millis(message.getEjectionMillis()),
                millis(message.getMaxEjectionMillis()),
                message.getMaxEjectedPercent());
    }

    private static EndpointLimits limits(Limits message) {
        return new EndpointLimits(
                message.getConnections(), message.getPendingRequests(), message.getRequests());
    }

    private static BalancePolicy balance(Balance message) {
        return switch (message.getAlgorithm()) {
            case ALGORITHM_UNSPECIFIED, PEAK_EWMA -> new BalancePolicy.PeakEwma();
            case LEAST_REQUEST -> new BalancePolicy.LeastRequest();
            case ROUND_ROBIN -> new BalancePolicy.RoundRobin();
            case RANDOM -> new BalancePolicy.Random();
            case RING_HASH -> new BalancePolicy.RingHash(key(message));
            case MAGLEV -> new BalancePolicy.Maglev(key(message));
            case UNRECOGNIZED ->
                    throw new IllegalArgumentException(
                            "unknown algorithm: expected one of the six that there are");
        };
    }

    private static HashKey key(Balance message) {
        return switch (message.getHashCase()) {
            case HEADER -> new HashKey.Header(message.getHeader());
            case COOKIE -> new HashKey.Cookie(message.getCookie());
            case CLIENT_ADDRESS -> new HashKey.ClientAddress();
            case HASH_NOT_SET ->
                    throw new IllegalArgumentException(
                            "nothing to hash: expected header, cookie or client_address");
        };
    }

    private static Preference preference(Balance message) {
        return switch (message.getPreference()) {
            case PREFERENCE_UNSPECIFIED -> Preference.NONE;
            case SAME_ZONE -> Preference.SAME_ZONE;
            case SAME_NODE -> Preference.SAME_NODE;
            case UNRECOGNIZED ->
                    throw new IllegalArgumentException(
                            "unknown preference: expected SAME_ZONE, SAME_NODE or none");
        };
    }
}
