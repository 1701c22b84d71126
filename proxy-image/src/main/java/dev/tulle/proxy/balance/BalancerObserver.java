package dev.tulle.proxy.balance;

/// What happens to choices and endpoints, told on the loop that decides.
public interface BalancerObserver {
    /// Endpoints are ready, but each of them is to be left alone: one was chosen nevertheless.
    void panicked();

    /// An endpoint of this backend is left alone for a time; `reason` is a word of few.
    void ejected(String backend, String reason);

    /// An ejected endpoint of this backend is called again.
    void readmitted(String backend);

    /// Observes nothing.
    record None() implements BalancerObserver {
        @Override
        public void panicked() {}

        @Override
        public void ejected(String backend, String reason) {}

        @Override
        public void readmitted(String backend) {}
    }
}
