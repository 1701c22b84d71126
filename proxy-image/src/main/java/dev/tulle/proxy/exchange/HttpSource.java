package dev.tulle.proxy.exchange;

/// The reading end of a message, as its sink sees it.
public interface HttpSource {
    void resume();

    /// Nobody wants the rest of the message.
    void cancel(ResetReason reason);
}
