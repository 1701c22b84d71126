package dev.tulle.proxy.telemetry;

import dev.tulle.proxy.runtime.ConfigObserver;
import io.netty.util.concurrent.Ticker;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What happens to configuration; belongs to the control loop.
final class ConfigMetrics implements ConfigObserver {
    private static final Family CONNECTED =
            Family.of("discovery_connected", "1 while a stream to discovery is open.");
    private static final Family LAST_MESSAGE =
            Family.of("discovery_last_message_seconds", "Age of the last word from discovery.");
    private static final Family APPLIED =
            Family.of("config_applied_total", "Resources in force on every loop.", "type");
    private static final Family REJECTED =
            Family.of("config_rejected_total", "Resources that were refused.", "type");
    private static final Family STALE =
            Family.of("config_stale_total", "Resources of a lagging replica, kept out.", "type");

    private final Map<List<String>, Long> applied = new TreeMap<>(SeriesOrder.BY_VALUES);
    private final Map<List<String>, Long> rejected = new TreeMap<>(SeriesOrder.BY_VALUES);
    private final Map<List<String>, Long> stale = new TreeMap<>(SeriesOrder.BY_VALUES);
    private final Ticker ticker;
    private boolean connected;
    private long heardNanos;

    ConfigMetrics(Ticker ticker) {
        this.ticker = ticker;
        this.heardNanos = ticker.nanoTime();
    }

    @Override
    public void connected() {
        connected = true;
        heard();
    }

    @Override
    public void disconnected() {
        connected = false;
    }

    @Override
    public void heard() {
        heardNanos = ticker.nanoTime();
    }

    @Override
    public void applied(String type) {
        applied.merge(List.of(type), 1L, Long::sum);
    }

    @Override
    public void rejected(String type) {
        rejected.merge(List.of(type), 1L, Long::sum);
    }

    @Override
    public void stale(String type) {
        stale.merge(List.of(type), 1L, Long::sum);
    }

    void writeTo(PrometheusText text) {
        text.gauge(CONNECTED, connected ? 1 : 0);
        text.gauge(LAST_MESSAGE, (ticker.nanoTime() - heardNanos) / 1e9);
        text.counter(APPLIED, applied);
        text.counter(REJECTED, rejected);
        text.counter(STALE, stale);
    }
}
