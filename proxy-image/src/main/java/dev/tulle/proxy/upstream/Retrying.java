package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.Exchange;
import dev.tulle.proxy.exchange.RequestObserver;
import dev.tulle.proxy.resilience.ConnectRetry;
import dev.tulle.proxy.resilience.Outcome;
import dev.tulle.proxy.resilience.RetryResult;
import dev.tulle.proxy.resilience.RetryRules;
import dev.tulle.proxy.runtime.Loop;
import dev.tulle.proxy.runtime.RoutePolicy;

/// Whether the tries of one event loop's requests are repeated, and after how long. Every retry,
/// and every one that a policy means and that does not happen, is counted with its reason.
public final class Retrying {
    static final long NOT = -1;

    private final Loop loop;
    private final RequestObserver observer;

    Retrying(Loop loop, RequestObserver observer) {
        this.loop = loop;
        this.observer = observer;
    }

    /// For what no application saw: the nanoseconds to wait, or [#NOT].
    long elsewhere(Exchange exchange, ConnectRetry<?> tries, Outcome outcome) {
        long wait = tries.waitNanos(outcome, loop.random()).orElse(NOT);
        if (wait != NOT) {
            observer.retried(exchange, outcome, RetryResult.RETRIED);
        }
        return wait;
    }

    /// By policy: the nanoseconds to wait, or [#NOT].
    long byPolicy(
            RoutePolicy policy,
            Exchange exchange,
            OutgoingRequest request,
            ConnectRetry<?> tries,
            Outcome outcome,
            long pauseNanos) {
        RetryRules rules = policy.retries();
        if (!rules.mean(outcome)) {
            return NOT;
        }
        long now = loop.ticker().nanoTime();
        RetryRules.Failed failed =
                new RetryRules.Failed(
                        outcome,
                        tries.tries(),
                        request.repeatable() ? RetryRules.Repeatable.YES : RetryRules.Repeatable.NO,
                        Idempotent.is(exchange.request().method())
                                ? RetryRules.SafeTwice.YES
                                : RetryRules.SafeTwice.NO,
                        nanosLeft(policy, exchange, now),
                        pauseNanos);
        RetryResult result = rules.decide(failed, now);
        observer.retried(exchange, outcome, result);
        return result == RetryResult.RETRIED ? rules.waitNanos(failed, loop.random()) : NOT;
    }

    private static long nanosLeft(RoutePolicy policy, Exchange exchange, long now) {
        long most = Patience.requestNanos(policy, exchange);
        return most > 0 ? exchange.startedNanos() + most - now : Long.MAX_VALUE;
    }

    /// A used connection was closed under a request that may be sent twice.
    void stale(Exchange exchange) {
        observer.retried(exchange, Outcome.REFUSED, RetryResult.RETRIED);
    }
}
