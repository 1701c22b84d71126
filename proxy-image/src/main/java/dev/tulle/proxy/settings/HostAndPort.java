package dev.tulle.proxy.settings;

/** A name to resolve and a port, as in {@code tulle-discovery.tulle-system.svc:8443}. */
public record HostAndPort(String host, int port) {
    public HostAndPort {
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no host and port: " + host + ":" + port);
        }
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
