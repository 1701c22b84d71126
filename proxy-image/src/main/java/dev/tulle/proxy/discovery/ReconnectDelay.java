package dev.tulle.proxy.discovery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: 0.1 s, doubled to 5 s, each ±50 %, so that proxies that
/// lost one replica together do not come to the next one together.
final class ReconnectDelay {
    static final Duration FIRST = Duration.ofMillis(100);
    static final Duration LONGEST = Duration.ofSeconds(5);

    private final RandomGenerator random;
    private Duration next = FIRST;

    ReconnectDelay(RandomGenerator random) {
        this.random = random;
    }

    /// A try succeeded.
    void reset() {
        next = FIRST;
    }

    Duration next() {
        Duration base = next;
        Duration doubled = base.multipliedBy(2);
        next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return Duration.ofNanos((long) (base.toNanos() * random.nextDouble(0.5, 1.5)));
    }
}
