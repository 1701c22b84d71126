package dev.tulle.operator.report;

/// Where a proxy stands with the version of a resource that it is to have.
public sealed interface Standing {

    /// Sent, or about to be sent, and not answered yet.
    record Waiting() implements Standing {}

    /// In force in the proxy.
    record Acked() implements Standing {}

    /// Refused; the last accepted version stays in force.
    ///
    /// @param reason word of the contract's rejection reasons
    /// @param sentence what the proxy says about it
    record Rejected(String reason, String sentence) implements Standing {}
}
