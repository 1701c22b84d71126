package dev.tulle.proxy.discovery;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Writes the copy on disk soon after a change, but not more often than every ten seconds.
final class StateKeeper {
    static final Duration APART = Duration.ofSeconds(10);
    private static final Logger LOG = Logger.getLogger("dev.tulle.proxy.discovery");

    private final StateFile file;
    private final Holdings holdings;
    private final EventLoop control;
    private final Ticker ticker;
    private long writtenNanos;
    private boolean scheduled;

    StateKeeper(StateFile file, Holdings holdings, EventLoop control, Ticker ticker) {
        this.file = file;
        this.holdings = holdings;
        this.control = control;
        this.ticker = ticker;
        this.writtenNanos = ticker.nanoTime() - APART.toNanos();
    }

    void changed() {
        if (scheduled) {
            return;
        }
        scheduled = true;
        long wait = APART.toNanos() - (ticker.nanoTime() - writtenNanos);
        control.schedule(this::write, Math.max(0, wait), TimeUnit.NANOSECONDS);
    }

    private void write() {
        scheduled = false;
        writtenNanos = ticker.nanoTime();
        try {
            file.write(holdings);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "cannot write the state: a restart while discovery is away would not serve",
                    new Object[] {Map.entry("why", e.toString())});
        }
    }
}
