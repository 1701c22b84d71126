package dev.tulle.proxy.balance;

import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;

/// What one event loop measured about one endpoint: a peak-sensitive average of the response time,
/// the success rate and the number of requests under way.
///
/// Time e: a sample above e replaces it, any other moves e towards itself by exp(-t/10 s); reading
/// decays e towards 0, not below 0.1 ms, so that an endpoint that was slow once is tried again.
/// Success s: each outcome moves it by a sixteenth, it recovers to 1 with a time constant of 10 s
/// and does not fall below 0.05. Weight: 1, but for an endpoint that came to others or came back;
/// its weight grows from a tenth.
public final class EndpointLoad<E> {
    static final double FIRST_MILLIS = 1.0;
    private static final double LOWEST_MILLIS = 0.1;
    private static final double LOWEST_SUCCESS = 0.05;
    private static final double LOWEST_WEIGHT = 0.1;
    private static final double OUTCOME_SHARE = 1.0 / 16;
    private static final double DECAY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Ticker ticker;
    private E endpoint;
    private double millis;
    private long millisAt;
    private double success = 1;
    private long successAt;
    private long rampFrom;
    private long rampNanos;
    private int inflight;

    EndpointLoad(E endpoint, double millis, Ticker ticker) {
        this.endpoint = endpoint;
        this.ticker = ticker;
        this.millis = Math.max(LOWEST_MILLIS, millis);
        this.millisAt = ticker.nanoTime();
        this.successAt = millisAt;
    }

    public E endpoint() {
        return endpoint;
    }

    public int inflight() {
        return inflight;
    }

    /// A request was given to this endpoint; [#ended] must follow exactly once.
    public void started() {
        inflight++;
    }

    /// The request that [#started] counted is over, however it ended.
    public void ended() {
        inflight--;
    }

    /// The head of a response came, or a connection was opened, after this time.
    public void sample(long nanos) {
        double sample = nanos / NANOS_PER_MILLI;
        long now = ticker.nanoTime();
        if (sample > millis) {
            millis = sample;
        } else {
            millis = sample + (millis - sample) * decay(now - millisAt);
        }
        millisAt = now;
    }

    public void succeeded() {
        outcome(1);
    }

    public void failed() {
        outcome(0);
    }

    /// Milliseconds expected, read now.
    public double millis() {
        long now = ticker.nanoTime();
        millis = Math.max(LOWEST_MILLIS, millis * decay(now - millisAt));
        millisAt = now;
        return millis;
    }

    /// Success rate between 0.05 and 1, read now.
    public double success() {
        if (success < 1) {
            long now = ticker.nanoTime();
            success = 1 - (1 - success) * decay(now - successAt);
            successAt = now;
        }
        return success;
    }

    /// From now on the weight grows from a tenth to 1 in that time.
    public void ramp(long nanos) {
        rampFrom = ticker.nanoTime();
        rampNanos = nanos;
    }

    /// Share of the traffic among equals, between 0.1 and 1.
    double weight() {
        if (rampNanos == 0) {
            return 1;
        }
        long age = ticker.nanoTime() - rampFrom;
        if (age >= rampNanos) {
            rampNanos = 0;
            return 1;
        }
        return Math.max(LOWEST_WEIGHT, (double) age / rampNanos);
    }

    /// What a further request costs here, with a response expected after `millis` and this success
    /// rate. Failures weigh by its fourth power.
    double cost(double millis, double success) {
        double square = success * success;
        return millis * (inflight + 1) / (weight() * square * square);
    }

    void replace(E sameEndpoint) {
        endpoint = sameEndpoint;
    }

    private void outcome(double value) {
        double before = success();
        success = Math.max(LOWEST_SUCCESS, before + (value - before) * OUTCOME_SHARE);
        successAt = ticker.nanoTime();
    }

    private static double decay(long nanos) {
        return nanos <= 0 ? 1 : Math.exp(-nanos / DECAY_NANOS);
    }
}
