package dev.tulle.proxy.balance;

/// What happens to choices, told on the loop that makes them.
public interface BalancerObserver {
    /// Endpoints are ready, but each of them is to be left alone: one was chosen nevertheless.
    void panicked();

    /// Observes nothing.
    record None() implements BalancerObserver {
        @Override
        public void panicked() {}
    }
}
