package dev.tulle.proxy.detect;

/// What follows from an event.
sealed interface DetectStep {
    record Stay(DetectState next) implements DetectStep {}

    /// Open what an opaque connection would get; go on in [DetectState#CANDIDATE].
    record OpenCandidate() implements DetectStep {}

    record Decide(Detected detected, DetectReason reason) implements DetectStep {}
}
