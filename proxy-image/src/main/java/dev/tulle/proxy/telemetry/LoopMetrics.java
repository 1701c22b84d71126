package dev.tulle.proxy.telemetry;

import dev.tulle.proxy.balance.BalancerObserver;
import dev.tulle.proxy.exchange.RequestObserver;
import dev.tulle.proxy.http2.Http2Observer;
import dev.tulle.proxy.listener.ConnectionObserver;
import dev.tulle.proxy.listener.Direction;
import dev.tulle.proxy.tunnel.TunnelObserver;
import dev.tulle.proxy.upstream.PoolObserver;
import io.netty.util.concurrent.Ticker;

/// The counters of one loop. Only that loop writes; a scrape reads plain numbers without locks, so
/// it may see a sum a moment before its count, and never loses one.
public final class LoopMetrics {
    private static final Family DELAY =
            Family.of("loop_delay_seconds", "How long tasks of a loop wait for their turn.");

    private final FlowCounts flows;
    private final BalancerMetrics balancers;
    private final OverflowMetrics overflows;
    private final SeriesTable<Timing> delay;
    private final Ticker ticker;
    private final Labels none = new Labels(0);
    private final RequestMetrics requests;
    private final Http2Metrics http2;
    private final PoolMetrics pools;
    private final ConnectionMetrics connections;
    private final TunnelMetrics tunnels;

    LoopMetrics(int loops, Ticker ticker) {
        SeriesBudget budget = SeriesBudget.shared(loops);
        TargetNames names = new TargetNames();
        this.flows = new FlowCounts(SeriesBudget.shared(loops), names);
        this.overflows = new OverflowMetrics(budget);
        this.delay = SeriesTable.timings(DELAY, budget);
        this.balancers = new BalancerMetrics(budget, ticker);
        this.ticker = ticker;
        this.requests = new RequestMetrics(budget, flows, overflows, names, ticker);
        this.http2 = new Http2Metrics(budget, ticker);
        this.pools = new PoolMetrics(budget, ticker);
        this.connections = new ConnectionMetrics(budget, flows, overflows, names, ticker);
        this.tunnels = new TunnelMetrics(budget, ticker);
    }

    public RequestObserver requests() {
        return requests;
    }

    public Http2Observer http2() {
        return http2;
    }

    public PoolObserver pools() {
        return pools;
    }

    public ConnectionObserver connections() {
        return connections;
    }

    public BalancerObserver balancers() {
        return balancers;
    }

    public TunnelObserver tunnels() {
        return tunnels;
    }

    /// A task of the loop had to wait so long.
    public void delayed(long nanos) {
        long now = ticker.nanoTime();
        delay.at(none, now).add(nanos, now);
    }

    long captured(Direction direction) {
        return connections.capturedBy(direction);
    }

    FlowCounts flows() {
        return flows;
    }

    void addTo(Merged merged) {
        requests.addTo(merged);
        http2.addTo(merged);
        pools.addTo(merged);
        connections.addTo(merged);
        tunnels.addTo(merged);
        overflows.addTo(merged);
        balancers.addTo(merged);
        merged.timings(DELAY, delay);
    }
}
