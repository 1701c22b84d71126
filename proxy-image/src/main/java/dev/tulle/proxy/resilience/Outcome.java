package dev.tulle.proxy.resilience;

/// How an attempt ended, as far as the next decision depends on it.
public enum Outcome {
    /// An answer of the application that is no failure.
    SUCCESS,
    /// TCP, TLS or identity failed, the tunnel was refused as unreachable, or a mesh peer answered
    /// `connect-failed`: no application saw a byte.
    CONNECT_FAILURE,
    /// The peer says that it did not look at the request: REFUSED_STREAM, or above the last stream
    /// of a GOAWAY.
    REFUSED,
    /// The request was sent and no response head came.
    RESET,
    /// A status from 500 on.
    SERVER_ERROR,
    /// Status 429: the application wants less, and nothing is broken.
    OVERLOADED;

    /// The outcome that a final status stands for.
    public static Outcome ofStatus(int status) {
        if (status >= 500) {
            return SERVER_ERROR;
        }
        return status == 429 ? OVERLOADED : SUCCESS;
    }

    /// Whether the endpoint's success rate falls.
    public boolean failure() {
        return this != SUCCESS;
    }

    /// Whether another endpoint may be tried, whatever the request is: no application saw it.
    public boolean unseen() {
        return this == CONNECT_FAILURE || this == REFUSED;
    }
}
