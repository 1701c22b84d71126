package dev.tulle.operator.inject;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What becomes of a pod.
sealed interface Injection {

    InjectionDecision decision();

    /// The pod goes on as `pod`.
    record Admitted(InjectionDecision decision, ObjectNode pod) implements Injection {}

    /// The pod goes on without a proxy although somebody might expect one; the user is told.
    record Passed(InjectionDecision decision, ObjectNode pod, String warning)
            implements Injection {}

    /// The pod is not created.
    record Denied(InjectionDecision decision, String sentence) implements Injection {}
}
