package dev.tulle.proxy.model;

/// How the endpoints of a backend are called.
public enum BackendTls {
    /// As they are, whatever they could do.
    NONE,
    /// By mesh TLS where an endpoint is meshed.
    MESH
}
