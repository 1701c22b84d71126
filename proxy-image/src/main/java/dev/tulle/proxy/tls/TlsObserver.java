package dev.tulle.proxy.tls;

/// What happens to handshakes, called on the loop of the connection, and to the own identity,
/// called on the control loop.
public interface TlsObserver {
    /// The side of the handshake that the proxy played.
    enum Direction {
        INBOUND,
        OUTBOUND
    }

    /// What became of identity files that had changed.
    enum Reload {
        TAKEN,
        NOT_YET_VALID,
        REFUSED
    }

    void handshake(Direction direction, long nanos);

    void failed(Direction direction, HandshakeFailure reason);

    void reloaded(Reload result);

    /// Observes nothing.
    record None() implements TlsObserver {
        @Override
        public void handshake(Direction direction, long nanos) {}

        @Override
        public void failed(Direction direction, HandshakeFailure reason) {}

        @Override
        public void reloaded(Reload result) {}
    }
}
