package dev.tulle.proxy.listener;

/// Why a connection was closed before it could be used; the word is a metric's label.
public enum Refusal {
    LOOP("loop"),
    CONNECTION_OVERFLOW("connection-overflow"),
    PENDING_OVERFLOW("pending-overflow"),
    DISCOVERY_UNAVAILABLE("discovery-unavailable"),
    PLAINTEXT("plaintext-refused"),
    DETECTION("detection"),
    NO_MESH_PROTOCOL("no-mesh-protocol"),
    NO_IDENTITY("no-identity");

    private final String word;

    Refusal(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
