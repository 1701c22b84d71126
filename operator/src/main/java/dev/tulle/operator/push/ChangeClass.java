package dev.tulle.operator.push;

import java.time.Duration;

/// How long a change may wait for others, so that they travel together.
public enum ChangeClass {
    /// Lost endpoints, trust, and what repairs a refused version.
    URGENT(Duration.ZERO, Duration.ZERO),
    /// Endpoints that came or changed.
    ENDPOINTS(Duration.ofMillis(20), Duration.ofMillis(100)),
    /// Everything that a human edits, and pods.
    CONFIGURATION(Duration.ofMillis(50), Duration.ofMillis(500));

    private final Duration quiet;
    private final Duration atMost;

    ChangeClass(Duration quiet, Duration atMost) {
        this.quiet = quiet;
        this.atMost = atMost;
    }

    /// How long nothing must change before the changes go out.
    Duration quiet() {
        return quiet;
    }

    /// How long the first change waits at most.
    Duration atMost() {
        return atMost;
    }
}
