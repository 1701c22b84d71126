package dev.tulle.proxy.runtime;

import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks every loop for a sign of life, and knows which has given none for too long. Used by the
/// control loop.
public final class Heartbeat {
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Ticker ticker;
    private final Delays delays;
    private final List<Beat> beats = new ArrayList<>();

    /// Hears how long a loop took to get to the question, on that loop.
    @FunctionalInterface
    public interface Delays {
        void delayed(int loop, long nanos);
    }

    /// Written by the loop, read by the control loop.
    private static final class Beat {
        private final int index;
        private final Loop loop;
        private volatile long lastNanos;

        Beat(int index, Loop loop, long nowNanos) {
            this.index = index;
            this.loop = loop;
            this.lastNanos = nowNanos;
        }
    }

    public Heartbeat(List<Loop> loops, Ticker ticker, Delays delays) {
        this.ticker = ticker;
        this.delays = delays;
        for (Loop loop : loops) {
            beats.add(new Beat(beats.size(), loop, ticker.nanoTime()));
        }
    }

    /// Called every second or so.
    public void ask() {
        long asked = ticker.nanoTime();
        for (Beat beat : beats) {
            beat.loop.executor().execute(() -> answer(beat, asked));
        }
    }

    private void answer(Beat beat, long asked) {
        long now = ticker.nanoTime();
        beat.lastNanos = now;
        delays.delayed(beat.index, now - asked);
    }

    /// The sentence for `/live`, nothing while all is well.
    public Optional<String> stalled() {
        long now = ticker.nanoTime();
        for (int i = 0; i < beats.size(); i++) {
            if (now - beats.get(i).lastNanos > LONGEST.toNanos()) {
                return Optional.of("loop " + i + " ran no task for " + LONGEST.toSeconds() + " s");
            }
        }
        return Optional.empty();
    }
}
