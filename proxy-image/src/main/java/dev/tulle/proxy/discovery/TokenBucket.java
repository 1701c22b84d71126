package dev.tulle.proxy.discovery;

/// A rate with a burst: `perSecond` tokens flow in, at most `burst` are kept.
final class TokenBucket {
    private final double perNano;
    private final double burst;
    private double tokens;
    private long atNanos;

    TokenBucket(int perSecond, int burst, long nowNanos) {
        this.perNano = perSecond / 1e9;
        this.burst = burst;
        this.tokens = burst;
        this.atNanos = nowNanos;
    }

    boolean take(long nowNanos) {
        tokens = Math.min(burst, tokens + (nowNanos - atNanos) * perNano);
        atNanos = nowNanos;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
