package dev.tulle.proxy.runtime;

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

    public Stage stage() {
        return stage;
    }

    public boolean inbound() {
        return stage != Stage.SERVING;
    }

    public boolean all() {
        return stage == Stage.ALL;
    }

    public void advance(Stage to) {
        if (to.compareTo(stage) > 0) {
            stage = to;
        }
    }
}
