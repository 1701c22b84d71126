package dev.tulle.proxy.telemetry;

import java.util.concurrent.atomic.LongAdder;

/// A [Timing] for rare events that several threads see.
final class SharedTiming {
    private final LongAdder[] counts = new LongAdder[Timing.BUCKETS];
    private final LongAdder nanos = new LongAdder();

    SharedTiming() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    void add(long took) {
        counts[Timing.bucket(took)].increment();
        nanos.add(took);
    }

    Timing.Sum sum() {
        long[] all = new long[Timing.BUCKETS];
        for (int i = 0; i < all.length; i++) {
            all[i] = counts[i].sum();
        }
        return Timing.Sum.of(all, nanos.sum());
    }
}
