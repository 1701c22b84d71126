package dev.tulle.operator.cluster;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tells a watch that died in silence: bookmarks move its resourceVersion about once a minute.
final class WatchPulse {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private @Nullable String version;
    private long since;

    WatchPulse(long nanos) {
        this.since = nanos;
    }

    /// Whether nothing has moved for ten minutes; asks for patience anew when it says so.
    boolean isStill(@Nullable String now, long nanos) {
        if (!Objects.equals(version, now)) {
            version = now;
            since = nanos;
        }
        boolean still = nanos - since >= PATIENCE.toNanos();
        if (still) {
            since = nanos;
        }
        return still;
    }
}
