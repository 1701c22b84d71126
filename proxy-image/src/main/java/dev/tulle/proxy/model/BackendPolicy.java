package dev.tulle.proxy.model;

import java.time.Duration;
import java.util.Optional;

/// How the endpoints of a backend are chosen and spared.
///
/// @param slowStart how long a new endpoint's share grows; zero for none
/// @param breaker empty where no endpoint is ejected
/// @param maxConnectionAge when a connection takes no further request; zero for never
public record BackendPolicy(
        BalancePolicy balance,
        Duration slowStart,
        Preference preference,
        Optional<BreakerPolicy> breaker,
        EndpointLimits limits,
        Duration maxConnectionAge) {
    private static final BackendPolicy PLAIN =
            new BackendPolicy(
                    new BalancePolicy.PeakEwma(),
                    Duration.ZERO,
                    Preference.NONE,
                    Optional.empty(),
                    EndpointLimits.unset(),
                    Duration.ZERO);

    public BackendPolicy {
        if (slowStart.isNegative() || maxConnectionAge.isNegative()) {
            throw new IllegalArgumentException(
                    "slow start %s, connection age %s: expected no negative time"
                            .formatted(slowStart, maxConnectionAge));
        }
    }

    /// What holds where discovery says nothing.
    public static BackendPolicy plain() {
        return PLAIN;
    }
}
