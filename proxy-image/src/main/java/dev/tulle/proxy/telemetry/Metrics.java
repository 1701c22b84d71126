package dev.tulle.proxy.telemetry;

import dev.tulle.proxy.listener.Direction;
import dev.tulle.proxy.runtime.ConfigObserver;
import dev.tulle.proxy.runtime.TrafficTotals;
import dev.tulle.proxy.runtime.TrafficTotals.Counts;
import dev.tulle.proxy.runtime.TrafficTotals.Flow;
import dev.tulle.proxy.tls.TlsObserver;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// All counters of the proxy, and the page that shows them.
public final class Metrics {
    private final List<LoopMetrics> loops = new ArrayList<>();
    private final ConfigMetrics config;
    private final TlsMetrics tls = new TlsMetrics();
    private final Ticker ticker;

    public Metrics(int loops, Ticker ticker) {
        for (int i = 0; i < loops; i++) {
            this.loops.add(new LoopMetrics(loops, ticker));
        }
        this.config = new ConfigMetrics(ticker);
        this.ticker = ticker;
    }

    public LoopMetrics loop(int index) {
        return loops.get(index);
    }

    /// For the control loop.
    public ConfigObserver config() {
        return config;
    }

    public TlsObserver tls() {
        return tls;
    }

    /// What the reports to discovery are differences of.
    public TrafficTotals totals() {
        Map<Flow, Counts> flows = new HashMap<>();
        loops.forEach(loop -> loop.flows().addTo(flows));
        return new TrafficTotals(flows, captured(Direction.INBOUND), captured(Direction.OUTBOUND));
    }

    private long captured(Direction direction) {
        return loops.stream().mapToLong(loop -> loop.captured(direction)).sum();
    }

    /// The page in Prometheus' text format; for the control loop.
    public String page(Supplier<Gauges> gauges) {
        Merged merged = new Merged(ticker.nanoTime());
        loops.forEach(loop -> loop.addTo(merged));
        PrometheusText text = new PrometheusText();
        merged.writeTo(text);
        config.writeTo(text);
        tls.writeTo(text);
        gauges.get().writeTo(text);
        return text.toString();
    }
}
