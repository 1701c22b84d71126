package dev.tulle.proxy.exchange;

/// Looks at every head of an answer before it is forwarded, and may change its fields.
public interface ResponseFilter {
    void onResponse(Exchange exchange, ResponseHead head);
}
