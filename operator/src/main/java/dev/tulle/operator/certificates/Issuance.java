package dev.tulle.operator.certificates;

/// What came of the wish for a leaf.
public sealed interface Issuance {
    record Issued(Leaf leaf) implements Issuance {}

    /// The authority is over, or too near its end for the wanted life.
    record AuthorityEnds(String sentence) implements Issuance {}
}
