package dev.tulle.proxy.exchange;

/// Looks at a request before an endpoint is chosen, and may change its fields.
public interface RequestFilter {
    Verdict onRequest(Exchange exchange);
}
