package dev.tulle.proxy.telemetry;

import java.time.Duration;

/// How many series one loop may keep over all its families. Labels name peers and services, so
/// their number is not ours to choose.
final class SeriesBudget {
    static final int MOST = 2_000;

    /// A series that nothing was added to for so long is not shown, and makes room for another.
    static final Duration IDLE = Duration.ofMinutes(10);

    private int left;

    private SeriesBudget(int left) {
        this.left = left;
    }

    /// An equal share for one of so many loops.
    static SeriesBudget shared(int loops) {
        return new SeriesBudget(MOST / loops);
    }

    boolean take() {
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }

    void giveBack() {
        left++;
    }
}
