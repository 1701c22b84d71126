package dev.tulle.proxy.telemetry;

import dev.tulle.proxy.upstream.ConnectFailure;
import dev.tulle.proxy.upstream.PoolKey;
import dev.tulle.proxy.upstream.PoolObserver;
import io.netty.util.concurrent.Ticker;

/// Connections to endpoints on one loop.
final class PoolMetrics implements PoolObserver {
    private static final Family CONNECT =
            Family.of("connect_seconds", "Connections that stand, with TLS.", "result");
    private static final Family FAILURES =
            Family.of("connect_failures_total", "Connections that do not stand.", "reason");
    private static final Family CONNECTIONS =
            Family.of("pool_connections", "Connections to endpoints.", "state");
    private static final Family USES =
            Family.of("pool_uses_total", "What became of pooled connections.", "use");

    private final SeriesTable<Timing> connect;
    private final SeriesTable<Cell> failures;
    private final SeriesTable<Cell> uses;
    private final Ticker ticker;
    private final Labels result = Labels.of("connected");
    private final Labels reuse = Labels.of("reused");
    private final Labels evict = Labels.of("evicted");
    private final Labels one = new Labels(1);
    private long open;

    PoolMetrics(SeriesBudget budget, Ticker ticker) {
        this.connect = SeriesTable.timings(CONNECT, budget);
        this.failures = SeriesTable.counters(FAILURES, budget);
        this.uses = SeriesTable.counters(USES, budget);
        this.ticker = ticker;
    }

    @Override
    public void opened(PoolKey key, long nanos) {
        long now = ticker.nanoTime();
        open++;
        connect.at(result, now).add(nanos, now);
    }

    @Override
    public void failed(PoolKey key, ConnectFailure failure) {
        long now = ticker.nanoTime();
        failures.at(one.with(0, failure.error().word()), now).add(1, now);
    }

    @Override
    public void reused(PoolKey key) {
        long now = ticker.nanoTime();
        uses.at(reuse, now).add(1, now);
    }

    @Override
    public void evicted(PoolKey key) {
        long now = ticker.nanoTime();
        uses.at(evict, now).add(1, now);
    }

    @Override
    public void closed(PoolKey key) {
        open--;
    }

    void addTo(Merged merged) {
        merged.timings(CONNECT, connect);
        merged.counters(FAILURES, failures);
        merged.counters(USES, uses);
        merged.gauge(CONNECTIONS, open, "open");
    }
}
