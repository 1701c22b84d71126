package dev.tulle.proxy.exchange;

/// Why a message was given up.
public enum ResetReason {
    /// The side that sends the message went away or broke off.
    SENDER_GONE,
    /// The side that should take it went away or broke off.
    RECEIVER_GONE,
    /// What was sent is not a well-formed message.
    MALFORMED,
    /// Nothing moved for too long.
    IDLE,
    /// The peer says that it did not look at the request.
    REFUSED,
    /// The other side took its message back.
    CANCELLED,
    /// The peer asks for less.
    OVERLOADED,
    /// The peer has no way to carry such a message; it did not get it.
    UNSUPPORTED
}
