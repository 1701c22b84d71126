package dev.tulle.api.condition;

import com.fasterxml.jackson.annotation.JsonValue;

/// Every type of condition that any of the four kinds can have.
public enum ConditionType {
    /// What this generation asks is live.
    READY("Ready"),
    /// A human must act.
    STALLED("Stalled"),
    ACCEPTED("Accepted"),
    RESOLVED_REFS("ResolvedRefs"),
    /// Every live proxy that needs this generation has acknowledged it.
    PROGRAMMED("Programmed"),
    CONFLICTED("Conflicted"),
    BACKENDS_READY("BackendsReady"),
    CONTROL_PLANE_AVAILABLE("ControlPlaneAvailable"),
    INJECTION_SERVING("InjectionServing"),
    PROVIDER_READY("ProviderReady");

    private final String word;

    ConditionType(String word) {
        this.word = word;
    }

    @JsonValue
    public String word() {
        return word;
    }
}
