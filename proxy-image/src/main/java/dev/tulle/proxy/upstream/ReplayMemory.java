package dev.tulle.proxy.upstream;

/// Bounds the bytes of bodies that one event loop keeps for a second try.
public final class ReplayMemory {
    private final long most;
    private long kept;

    public ReplayMemory(long most) {
        this.most = most;
    }

    /// False when there is no room; [#free] follows for what was taken.
    boolean take(int bytes) {
        if (kept + bytes > most) {
            return false;
        }
        kept += bytes;
        return true;
    }

    void free(int bytes) {
        kept -= bytes;
    }
}
