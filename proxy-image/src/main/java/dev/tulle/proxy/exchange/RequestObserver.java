package dev.tulle.proxy.exchange;

/// What happens to requests, told on the loop that owns them.
public interface RequestObserver {
    void started(Exchange exchange);

    /// An attempt failed and another one follows.
    void retried(Exchange exchange);

    void ended(Exchange exchange);

    /// What a client sent is no request; it was answered with this status.
    void malformed(Caller caller, HttpProtocol protocol, int status);

    /// Observes nothing.
    record None() implements RequestObserver {
        @Override
        public void started(Exchange exchange) {}

        @Override
        public void retried(Exchange exchange) {}

        @Override
        public void ended(Exchange exchange) {}

        @Override
        public void malformed(Caller caller, HttpProtocol protocol, int status) {}
    }
}
