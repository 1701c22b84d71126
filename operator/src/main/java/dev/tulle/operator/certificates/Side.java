package dev.tulle.operator.certificates;

/// The part that a peer plays in a handshake.
public enum Side {
    CLIENT("1.3.6.1.5.5.7.3.2"),
    SERVER("1.3.6.1.5.5.7.3.1");

    private final String purpose;

    Side(String purpose) {
        this.purpose = purpose;
    }

    /// The object identifier that an extended key usage must hold, if there is one.
    String purpose() {
        return purpose;
    }
}
