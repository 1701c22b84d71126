package dev.tulle.proxy.detect;

/// What becomes of a connection.
public enum Detected {
    HTTP1,
    HTTP2,
    /// Bytes both ways, not looked at.
    OPAQUE,
    /// Opaque too; apart, for Strict refuses it and metrics tell it.
    APPLICATION_TLS,
    MESH_TLS,
    /// Closed.
    REFUSED
}
