package dev.tulle.operator.resolve;

import dev.tulle.api.v1alpha1.Traffic;
import java.time.Duration;
import java.util.List;

/// [Defaults] of traffic: what holds where neither a policy nor the MeshInstall says anything.
final class TrafficDefaults {

    static final Duration CONNECT = Duration.ofSeconds(1);
    static final Duration IDLE = Duration.ofMinutes(5);

    static final int ATTEMPTS = 2;
    static final Traffic.Methods METHODS = Traffic.Methods.IDEMPOTENT;
    static final List<Traffic.Outcome> RETRY_ON =
            List.of(
                    Traffic.Outcome.CONNECT_FAILURE,
                    Traffic.Outcome.REFUSED,
                    Traffic.Outcome.UNAVAILABLE);
    static final Duration BACKOFF_BASE = Duration.ofMillis(25);
    static final Duration BACKOFF_MAX = Duration.ofMillis(250);
    static final int BUDGET_PERCENT = 20;
    static final int BUDGET_PER_SECOND = 3;

    static final int CONSECUTIVE_FAILURES = 5;
    static final String MIN_SUCCESS_PERCENT = "80";
    static final Duration EJECTION = Duration.ofSeconds(10);
    static final Duration MAX_EJECTION = Duration.ofMinutes(5);
    static final int MAX_EJECTED_PERCENT = 50;

    static final Traffic.Algorithm ALGORITHM = Traffic.Algorithm.PEAK_EWMA;
    static final Duration SLOW_START = Duration.ofSeconds(30);
    static final Duration MAX_CONNECTION_AGE = Duration.ofMinutes(10);

    private TrafficDefaults() {}
}
