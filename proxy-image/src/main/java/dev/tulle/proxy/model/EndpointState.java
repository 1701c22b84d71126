package dev.tulle.proxy.model;

/// Whether an endpoint takes new work.
public enum EndpointState {
    READY,
    /// Terminating but still serving: used when nothing is ready.
    DRAINING
}
