package dev.tulle.proxy.exchange;

/// What became of a copy of a request; the word is the label of metrics.
public enum MirrorOutcome {
    ANSWERED("answered"),
    /// There was no endpoint, no connection, or no whole answer.
    FAILED("failed"),
    /// The answer did not come in time.
    SLOW("slow"),
    /// Too many copies were under way, or too much of one waited to be sent.
    OVERFLOW("overflow");

    private final String word;

    MirrorOutcome(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
