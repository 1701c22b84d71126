package dev.tulle.proxy.tls;

/// The part that a peer plays in a handshake.
enum Side {
    CLIENT("1.3.6.1.5.5.7.3.2"),
    SERVER("1.3.6.1.5.5.7.3.1");

    private final String purpose;

    Side(String purpose) {
        this.purpose = purpose;
    }

    Side other() {
        return this == CLIENT ? SERVER : CLIENT;
    }

    /// The extended key usage that the leaf must have, if it has any.
    String purpose() {
        return purpose;
    }
}
