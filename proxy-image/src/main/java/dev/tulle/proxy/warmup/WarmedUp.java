package dev.tulle.proxy.warmup;

import java.time.Duration;

/// How the warm-up went.
///
/// @param sentence why it ended
public record WarmedUp(int answers, Duration took, Ending ending, String sentence) {
    public static WarmedUp failed(Throwable error) {
        return new WarmedUp(0, Duration.ZERO, Ending.FAILED, String.valueOf(error.getMessage()));
    }

    /// Why it is over.
    public enum Ending {
        STEADY,
        TIME_UP,
        FAILED
    }
}
