package dev.tulle.proxy.listener;

import dev.tulle.proxy.detect.Detection;

/// What happens to accepted connections, told on the loop that owns them.
public interface ConnectionObserver {
    void accepted(Direction direction);

    void refused(Direction direction, Refusal refusal);

    void detected(Direction direction, Detection detection);

    void closed(Direction direction);

    void tunnelOpened(Tunnel tunnel);

    /// Its numbers are final.
    void tunnelClosed(Tunnel tunnel);

    /// Observes nothing.
    record None() implements ConnectionObserver {
        @Override
        public void accepted(Direction direction) {}

        @Override
        public void refused(Direction direction, Refusal refusal) {}

        @Override
        public void detected(Direction direction, Detection detection) {}

        @Override
        public void closed(Direction direction) {}

        @Override
        public void tunnelOpened(Tunnel tunnel) {}

        @Override
        public void tunnelClosed(Tunnel tunnel) {}
    }
}
