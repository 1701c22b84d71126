package dev.tulle.proxy.model;

/// What makes a try worth repeating.
public enum RetryOn {
    /// No connection stood; no application saw a byte.
    CONNECT_FAILURE,
    /// The server did not process the request, and said so.
    REFUSED,
    /// The request was sent and no head of an answer came.
    RESET,
    /// The head of the answer did not come in the time of one try.
    TIMEOUT,
    /// Status 503.
    UNAVAILABLE,
    /// Status 502, 503 or 504.
    GATEWAY_ERROR,
    /// Any status from 500 on.
    SERVER_ERROR
}
