package dev.tulle.proxy.exchange;

/// The reading end of a message, as its sink sees it.
public interface HttpSource {
    void resume();

    /// So many bytes of bodies that this source handed over have left for good: written, or thrown
    /// away. Told once per byte, for a source whose sender may send only so much ahead.
    void consumed(int bytes);

    /// Nobody wants the rest of the message.
    void cancel(ResetReason reason);
}
