package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.ProxyError;

/// Why a connection to an endpoint does not stand. No application saw a byte.
public enum ConnectFailure {
    REFUSED(ProxyError.CONNECT_FAILED),
    TIMEOUT(ProxyError.CONNECT_TIMEOUT),
    TLS(ProxyError.TLS_FAILED),
    IDENTITY(ProxyError.IDENTITY_MISMATCH),
    /// This proxy has as many connections to the endpoint as it may: not the endpoint's fault.
    OVERFLOW(ProxyError.CONNECTION_OVERFLOW);

    private final ProxyError error;

    ConnectFailure(ProxyError error) {
        this.error = error;
    }

    public ProxyError error() {
        return error;
    }
}
