package dev.tulle.proxy.model;

/// Kinds of kubelet probes that need the proxy's help.
public enum ProbeKind {
    HTTP,
    HTTPS,
    TCP,
    GRPC
}
