package dev.tulle.proxy.model;

import org.jspecify.annotations.Nullable;

/// How an endpoint of a backend is chosen.
public sealed interface BalancePolicy {
    /// What of a request decides about its endpoint; null where nothing does.
    default @Nullable HashKey key() {
        return null;
    }

    /// The lower cost of two draws, see `balance.PeakEwma`.
    record PeakEwma() implements BalancePolicy {}

    /// The one of two draws with fewer requests under way.
    record LeastRequest() implements BalancePolicy {}

    /// One after the other.
    record RoundRobin() implements BalancePolicy {}

    /// Any.
    record Random() implements BalancePolicy {}

    /// Equal keys go to the same endpoint; when one comes or goes, few keys move.
    record RingHash(HashKey key) implements BalancePolicy {}

    /// As [RingHash], with even shares and a table in place of a ring.
    record Maglev(HashKey key) implements BalancePolicy {}
}
