package dev.tulle.proxy.tunnel;

/// What a peer may not do on `tulle-tcp`; the connection is closed. The word is a metric's label.
public enum Violation {
    UNKNOWN_TYPE("unknown-type"),
    TOO_LONG("too-long"),
    WRONG_LENGTH("wrong-length"),
    NO_HELLO("no-hello"),
    BAD_HELLO("bad-hello"),
    SECOND_HELLO("second-hello"),
    /// A frame that only the other side may send, or not at this time.
    OUT_OF_TURN("out-of-turn"),
    AFTER_FIN("after-fin");

    private final String word;

    Violation(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
