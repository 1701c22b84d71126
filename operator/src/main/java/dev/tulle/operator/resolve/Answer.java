package dev.tulle.operator.resolve;

/// Whether a condition holds.
public enum Answer {
    YES,
    NO
}
