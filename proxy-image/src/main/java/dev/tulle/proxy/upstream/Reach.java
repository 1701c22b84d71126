package dev.tulle.proxy.upstream;

import java.time.Duration;

/// How far away a connection goes, and with that its socket options and patience.
public enum Reach {
    /// Another pod, or anything outside.
    NETWORK(Duration.ofSeconds(1), Duration.ofSeconds(60)),
    /// The own application, from the special source address that capture leaves alone.
    OWN_APPLICATION(Duration.ofMillis(300), Duration.ofMillis(1_500));

    private final Duration connect;
    private final Duration idle;

    Reach(Duration connect, Duration idle) {
        this.connect = connect;
        this.idle = idle;
    }

    Duration connect() {
        return connect;
    }

    /// How long a connection may wait for its next use when the other side says nothing.
    public long idleNanos() {
        return idle.toNanos();
    }
}
