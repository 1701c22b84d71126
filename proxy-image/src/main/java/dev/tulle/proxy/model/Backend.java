package dev.tulle.proxy.model;

/// A set of endpoints and how it is called. `name` is `<namespace>/<service>:<port>`, or
/// `pod/<uid>:<port>` for a pod that is called by its address; then `service` is empty.
public record Backend(
        String name,
        Protocol protocol,
        BackendTls tls,
        String namespace,
        String service,
        int port,
        BackendPolicy policy) {
    public Backend {
        Ports.check(port);
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "a backend without a name: expected <namespace>/<service>:<port>");
        }
    }

    public Backend(
            String name,
            Protocol protocol,
            BackendTls tls,
            String namespace,
            String service,
            int port) {
        this(name, protocol, tls, namespace, service, port, BackendPolicy.plain());
    }
}
