package dev.tulle.proxy.discovery;

import java.time.Duration;

/// How often things are looked at and how long is waited for others.
///
/// @param tick looks at resources that wait
/// @param report tells discovery what went where
/// @param idleCheck drops destinations that nobody uses
/// @param copyAfter a restarted proxy waits so long for discovery before it serves from its copy
/// @param gap unknown addresses are not refused at once in so short a gap between two links
record Pace(Duration tick, Duration report, Duration idleCheck, Duration copyAfter, Duration gap) {
    static final Pace USUAL =
            new Pace(
                    Duration.ofMillis(250),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2));
}
