package dev.tulle.proxy.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// How far the proxy is on its way out. Written by the control loop, read by every loop.
public final class Drain {
    /// In this order, never back.
    public enum Stage {
        SERVING,
        /// Callers are asked to go elsewhere; the own application still calls out as before.
        INBOUND,
        /// The own application is gone too.
        ALL
    }

    private volatile Stage stage = Stage.SERVING;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public Stage stage() {
        return stage;
    }

    public boolean inbound() {
        return stage != Stage.SERVING;
    }

    public boolean all() {
        return stage == Stage.ALL;
    }

    /// For those that cannot wait until they look: run by who advances, so it only hands over.
    public void onAdvance(Runnable listener) {
        listeners.add(listener);
    }

    public void advance(Stage to) {
        if (to.compareTo(stage) > 0) {
            stage = to;
            listeners.forEach(Runnable::run);
        }
    }
}
