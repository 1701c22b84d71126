package dev.tulle.operator.traffic;

import org.jspecify.annotations.Nullable;

/// A share in percent that stands still while it moves by noise only: a write of status needs a
/// reason.
final class SteadyPercent {

    private static final int PERCENT_THAT_COUNTS = 2;

    private SteadyPercent() {}

    /// @param stored what the status says now, null when it says nothing
    static int of(long part, long whole, @Nullable Integer stored) {
        int percent = Math.toIntExact(Math.round(100.0 * part / whole));
        return stored != null && Math.abs(stored - percent) < PERCENT_THAT_COUNTS
                ? stored
                : percent;
    }
}
