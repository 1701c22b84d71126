package dev.tulle.proxy.tls;

/// Why a handshake failed, as far as this side knows; the word is the label of the metric.
public enum HandshakeFailure {
    UNKNOWN_CA("unknown_ca"),
    EXPIRED("expired"),
    NOT_YET_VALID("not_yet_valid"),
    NAME_CONSTRAINTS("name_constraints"),
    SPIFFE_ID("spiffe_id"),
    OTHER("other");

    private final String word;

    HandshakeFailure(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
