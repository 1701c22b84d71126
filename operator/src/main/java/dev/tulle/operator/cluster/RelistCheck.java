package dev.tulle.operator.cluster;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds events that a watch has missed: what differs from a list now, and in the very same way a
/// while later, is not on its way.
final class RelistCheck {

    private static final Logger LOG = LoggerFactory.getLogger(RelistCheck.class);

    private final String what;
    private final Comparison comparison;
    private final Consumer<Runnable> later;
    private final Consumer<Set<Discrepancy>> missed;

    /// Compares what is held with a list of this moment.
    interface Comparison {
        Set<Discrepancy> compare() throws IOException;
    }

    /// @param what is compared, for logs
    /// @param later runs something after every event on its way has come
    /// @param missed is told what did not come, and never of nothing
    RelistCheck(
            String what,
            Comparison comparison,
            Consumer<Runnable> later,
            Consumer<Set<Discrepancy>> missed) {
        this.what = what;
        this.comparison = comparison;
        this.later = later;
        this.missed = missed;
    }

    void run() {
        Set<Discrepancy> first = compare();
        if (!first.isEmpty()) {
            later.accept(() -> confirm(first));
        }
    }

    private void confirm(Set<Discrepancy> first) {
        Set<Discrepancy> still = new HashSet<>(compare());
        still.retainAll(first);
        if (!still.isEmpty()) {
            missed.accept(still);
        }
    }

    private Set<Discrepancy> compare() {
        try {
            return comparison.compare();
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot compare {} with a list, next time again: {}", what, e.getMessage());
            return Set.of();
        }
    }
}
