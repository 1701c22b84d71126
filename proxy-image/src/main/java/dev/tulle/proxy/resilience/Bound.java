package dev.tulle.proxy.resilience;

/// A tally and how far it may go. Who entered leaves the same bound, whatever was configured since.
public final class Bound {
    private final Tally tally;
    private final int most;

    public Bound(Tally tally, int most) {
        this.tally = tally;
        this.most = most;
    }

    /// Counts one in, unless the bound is reached; [#leave] follows exactly once.
    public boolean enter() {
        return tally.enter(most);
    }

    public void leave() {
        tally.leave();
    }
}
