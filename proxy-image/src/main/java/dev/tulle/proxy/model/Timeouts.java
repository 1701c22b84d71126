package dev.tulle.proxy.model;

import java.time.Duration;

/// How long callers wait; zero stands for no limit.
///
/// @param connect until a connection stands, with TLS
/// @param request from the head of a request to the end of its answer, all tries together
/// @param perTry from the begin of a try to the head of its answer
/// @param idle while nothing of a request or its answer moves
public record Timeouts(Duration connect, Duration request, Duration perTry, Duration idle) {
    public static final Duration IDLE = Duration.ofMinutes(5);
    private static final Timeouts UNSET =
            new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO, IDLE);

    public Timeouts {
        if (connect.isNegative()
                || request.isNegative()
                || perTry.isNegative()
                || idle.isNegative()) {
            throw new IllegalArgumentException(
                    "timeouts %s, %s, %s, %s: expected no negative time"
                            .formatted(connect, request, perTry, idle));
        }
    }

    /// What holds where discovery says nothing: the proxy's own patience with connections, and
    /// [#IDLE].
    public static Timeouts unset() {
        return UNSET;
    }
}
