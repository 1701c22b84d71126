package dev.tulle.proxy.exchange;

import io.netty.util.AsciiString;

/// Why the proxy answered by itself. The word is the value of [#FIELD], of the label `error` in
/// metrics and of the log field, so that all three can be matched.
public enum ProxyError {
    NO_ENDPOINTS("no-endpoints", 503),
    CONNECT_FAILED("connect-failed", 503),
    CONNECT_TIMEOUT("connect-timeout", 503),
    TLS_FAILED("tls-failed", 503),
    IDENTITY_MISMATCH("identity-mismatch", 503),
    RESET("reset", 503),
    CONNECTION_OVERFLOW("connection-overflow", 503),
    PENDING_OVERFLOW("pending-overflow", 503),
    REQUEST_OVERFLOW("request-overflow", 503),
    OVERLOADED("overloaded", 503),
    DISCOVERY_UNAVAILABLE("discovery-unavailable", 503),
    PLAINTEXT_REFUSED("plaintext-refused", 403),
    BAD_REQUEST("bad-request", 400),
    BAD_RESPONSE("bad-response", 502),
    NO_UPGRADE("no-upgrade", 501),
    CONNECTION_AUTH("connection-auth", 501),
    REQUEST_TIMEOUT("request-timeout", 504),
    TRY_TIMEOUT("try-timeout", 504),
    IDLE_TIMEOUT("idle-timeout", 504);

    /// The field that says it to a client, and to the proxy before this one.
    public static final AsciiString FIELD = AsciiString.cached("x-tulle-error");

    private final String word;
    private final int status;

    ProxyError(String word, int status) {
        this.word = word;
        this.status = status;
    }

    public String word() {
        return word;
    }

    /// The status of the answer where the case does not ask for another.
    public int status() {
        return status;
    }
}
