package dev.tulle.proxy.resilience;

/// What may be asked of one endpoint at once.
public record EndpointBounds(Bound connections, Bound pending, Bound requests) {}
