package dev.tulle.proxy.telemetry;

import dev.tulle.proxy.exchange.ProxyError;
import dev.tulle.proxy.listener.Refusal;

/// What went beyond a bound on one loop, whichever room found it.
final class OverflowMetrics {
    private static final Family OVERFLOWS =
            Family.of("overflow_total", "What was refused because a bound was reached.", "limit");

    private final SeriesTable<Cell> overflows;
    private final Labels one = new Labels(1);

    OverflowMetrics(SeriesBudget budget) {
        this.overflows = SeriesTable.counters(OVERFLOWS, budget);
    }

    void answered(ProxyError error, long nowNanos) {
        switch (error) {
            case OVERLOADED -> count("requests", nowNanos);
            case CONNECTION_OVERFLOW -> count("endpoint-connections", nowNanos);
            case PENDING_OVERFLOW -> count("pending", nowNanos);
            case REQUEST_OVERFLOW -> count("endpoint-requests", nowNanos);
            case NO_ENDPOINTS,
                    CONNECT_FAILED,
                    CONNECT_TIMEOUT,
                    TLS_FAILED,
                    IDENTITY_MISMATCH,
                    RESET,
                    DISCOVERY_UNAVAILABLE,
                    PLAINTEXT_REFUSED,
                    BAD_REQUEST,
                    BAD_RESPONSE,
                    NO_UPGRADE,
                    CONNECTION_AUTH,
                    REQUEST_TIMEOUT,
                    TRY_TIMEOUT,
                    IDLE_TIMEOUT -> {}
        }
    }

    void refused(Refusal refusal, long nowNanos) {
        switch (refusal) {
            case CONNECTION_OVERFLOW -> count("connections", nowNanos);
            case PENDING_OVERFLOW -> count("parked", nowNanos);
            case LOOP,
                    DISCOVERY_UNAVAILABLE,
                    PLAINTEXT,
                    DETECTION,
                    NO_MESH_PROTOCOL,
                    NO_IDENTITY -> {}
        }
    }

    private void count(String limit, long nowNanos) {
        overflows.at(one.with(0, limit), nowNanos).add(1, nowNanos);
    }

    void addTo(Merged merged) {
        merged.counters(OVERFLOWS, overflows);
    }
}
