package dev.tulle.operator.certificates;

/// What a peer's chain is worth.
public sealed interface PeerVerdict {
    record Accepted(SpiffeId id) implements PeerVerdict {}

    /// The chain proves nothing.
    ///
    /// @param sentence for a log line: what was found, what was expected, both clocks
    record Refused(Refusal refusal, String sentence) implements PeerVerdict {}

    /// Why a chain is refused; the same words as in the metrics of proxies.
    enum Refusal {
        UNKNOWN_CA,
        EXPIRED,
        NOT_YET_VALID,
        NAME_CONSTRAINTS,
        SPIFFE_ID,
        OTHER
    }
}
