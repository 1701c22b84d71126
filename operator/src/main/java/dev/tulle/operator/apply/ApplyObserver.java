package dev.tulle.operator.apply;

/// Told of every write, once it is over.
public interface ApplyObserver {
    /// What became of a write.
    enum Result {
        WRITTEN,
        UNCHANGED,
        FORCED,
        OUTDATED,
        ALREADY_EXISTS,
        DELETED,
        FAILED
    }

    void wrote(String kind, Result result);

    void eventSuppressed();

    /// For callers that count nothing.
    static ApplyObserver silent() {
        return new ApplyObserver() {
            @Override
            public void wrote(String kind, Result result) {}

            @Override
            public void eventSuppressed() {}
        };
    }
}
