package dev.tulle.proxy.exchange;

import dev.tulle.proxy.resilience.Outcome;
import dev.tulle.proxy.resilience.RetryResult;

/// What happens to requests, told on the loop that owns them.
public interface RequestObserver {
    void started(Exchange exchange);

    /// An attempt failed so, and another one follows, or why none does although one was meant to.
    void retried(Exchange exchange, Outcome outcome, RetryResult result);

    void ended(Exchange exchange);

    /// A copy of a request has ended, in whatever way; it is no request of its own.
    default void mirrored(MirrorOutcome outcome) {}

    /// What a client sent is no request; it was answered with this status.
    void malformed(Caller caller, HttpProtocol protocol, int status);

    /// Observes nothing.
    record None() implements RequestObserver {
        @Override
        public void started(Exchange exchange) {}

        @Override
        public void retried(Exchange exchange, Outcome outcome, RetryResult result) {}

        @Override
        public void ended(Exchange exchange) {}

        @Override
        public void malformed(Caller caller, HttpProtocol protocol, int status) {}
    }
}
