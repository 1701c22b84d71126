package dev.tulle.proxy.runtime;

/// What happens to configuration on its way in. `type` is the short name of a resource type.
public interface ConfigObserver {
    void connected();

    void disconnected();

    /// Discovery said something.
    void heard();

    void applied(String type);

    void rejected(String type);

    void stale(String type);

    /// Observes nothing.
    record None() implements ConfigObserver {
        @Override
        public void connected() {}

        @Override
        public void disconnected() {}

        @Override
        public void heard() {}

        @Override
        public void applied(String type) {}

        @Override
        public void rejected(String type) {}

        @Override
        public void stale(String type) {}
    }
}
