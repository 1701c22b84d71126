package dev.tulle.proxy.resilience;

import io.netty.util.concurrent.Ticker;
import java.time.Duration;

/// Keeps an endpoint that cannot be connected to out of the choice: 0.1 s after the first failure,
/// twice as long after each further one in a row, at most 10 s. What fails while it is left alone
/// was begun before and tells nothing new. Of one endpoint and one event loop.
public final class ConnectBackoff {
    private static final long FIRST_NANOS = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(10).toNanos();

    private final Ticker ticker;
    private long delayNanos;
    private long failedAt;

    public ConnectBackoff(Ticker ticker) {
        this.ticker = ticker;
    }

    public void connectFailed() {
        if (active()) {
            return;
        }
        delayNanos = delayNanos == 0 ? FIRST_NANOS : Math.min(LONGEST_NANOS, 2 * delayNanos);
        failedAt = ticker.nanoTime();
    }

    public void connected() {
        delayNanos = 0;
    }

    /// Whether the endpoint is to be left alone now.
    public boolean active() {
        return delayNanos != 0 && ticker.nanoTime() - failedAt < delayNanos;
    }
}
