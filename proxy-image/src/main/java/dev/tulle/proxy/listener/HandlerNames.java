package dev.tulle.proxy.listener;

/// Every handler of every pipeline, in order. `FIRST_BYTES` leaves once it is decided, and
/// `HANDSHAKE` once it is over.
///
/// - from others: first-bytes → tls → handshake → engine
/// - from the application: first-bytes → engine
/// - to an endpoint: tls → engine
final class HandlerNames {
    static final String FIRST_BYTES = "first-bytes";
    static final String TLS = "tls";
    static final String HANDSHAKE = "handshake";
    static final String ENGINE = "engine";

    private HandlerNames() {}
}
