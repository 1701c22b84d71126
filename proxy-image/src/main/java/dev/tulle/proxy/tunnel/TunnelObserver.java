package dev.tulle.proxy.tunnel;

/// What goes wrong on `tulle-tcp`, called on the loop of the connection.
public interface TunnelObserver {
    /// The peer broke the protocol; its connection is closed.
    void violated(Violation violation);

    /// Observes nothing.
    record None() implements TunnelObserver {
        @Override
        public void violated(Violation violation) {}
    }
}
