package dev.tulle.proxy.model;

/// Which requests may be repeated once an application may have seen them.
public enum RetryMethods {
    /// GET, HEAD, OPTIONS, TRACE, PUT and DELETE.
    IDEMPOTENT,
    ALL
}
