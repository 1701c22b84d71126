package dev.tulle.proxy.telemetry;

import dev.tulle.proxy.tunnel.TunnelObserver;
import dev.tulle.proxy.tunnel.Violation;
import io.netty.util.concurrent.Ticker;

/// Peers that broke the protocol of framed tunnels, on one loop.
final class TunnelMetrics implements TunnelObserver {
    private static final Family VIOLATIONS =
            Family.of("tunnel_violations_total", "Peers that broke the framed protocol.", "reason");

    private final SeriesTable<Cell> violations;
    private final Ticker ticker;
    private final Labels one = new Labels(1);

    TunnelMetrics(SeriesBudget budget, Ticker ticker) {
        this.violations = SeriesTable.counters(VIOLATIONS, budget);
        this.ticker = ticker;
    }

    @Override
    public void violated(Violation violation) {
        long now = ticker.nanoTime();
        violations.at(one.with(0, violation.word()), now).add(1, now);
    }

    void addTo(Merged merged) {
        merged.counters(VIOLATIONS, violations);
    }
}
