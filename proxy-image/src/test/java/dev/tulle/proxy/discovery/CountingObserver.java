package dev.tulle.proxy.discovery;

import dev.tulle.proxy.runtime.ConfigObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Writes down what was observed.
final class CountingObserver implements ConfigObserver {
    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void connected() {
        events.add("connected");
    }

    @Override
    public void disconnected() {
        events.add("disconnected");
    }

    @Override
    public void heard() {}

    @Override
    public void applied(String type) {
        events.add("applied " + type);
    }

    @Override
    public void rejected(String type) {
        events.add("rejected " + type);
    }

    @Override
    public void stale(String type) {
        events.add("stale " + type);
    }
}
