package dev.tulle.proxy.tunnel;

/// Why a tunnel is reset, by its number on the wire.
public enum ResetReason {
    /// One of the ends broke while bytes were under way.
    ABORTED(0),
    /// The application does not accept connections.
    UNREACHABLE(1),
    OVERLOADED(2),
    DRAINING(3);

    private final int code;

    ResetReason(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /// An unknown number says nothing about what the application saw.
    static ResetReason of(int code) {
        for (ResetReason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        return ABORTED;
    }

    /// Whether another endpoint may be tried when this comes before OPENED.
    public boolean unseen() {
        return this != ABORTED;
    }
}
