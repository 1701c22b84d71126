package dev.tulle.operator.status;

import static dev.tulle.api.condition.ConditionType.READY;

import java.util.List;

/// Ready of an object that is ready when several other conditions hold.
public final class Readiness {

    private Readiness() {}

    /// The words of the first gate that does not hold, or of the last one when all do.
    ///
    /// @param gates at least one
    public static Finding of(List<Finding> gates) {
        return gates.stream()
                .filter(gate -> gate.verdict() != Finding.Verdict.TRUE)
                .findFirst()
                .map(gate -> gate.as(READY, Finding.Verdict.FALSE))
                .orElseGet(() -> gates.getLast().as(READY, Finding.Verdict.TRUE));
    }
}
