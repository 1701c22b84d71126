package dev.tulle.proxy.model;

/// How an endpoint of a backend is chosen.
public sealed interface BalancePolicy {
    /// The lower cost of two draws, see `balance.PeakEwma`.
    record PeakEwma() implements BalancePolicy {}
}
