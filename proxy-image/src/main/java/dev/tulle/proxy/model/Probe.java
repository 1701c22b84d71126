package dev.tulle.proxy.model;

/// A probe that the pod declares. Path and host are empty where the kind has none.
public record Probe(
        int index, ProbeKind kind, int port, String path, String host, int timeoutSeconds) {
    public Probe {
        if (index < 0) {
            throw new IllegalArgumentException("probe index " + index + ": expected 0 or more");
        }
        Ports.check(port);
        if (timeoutSeconds < 1) {
            throw new IllegalArgumentException(
                    "probe timeout " + timeoutSeconds + " s: expected 1 or more");
        }
    }
}
