package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.ResetReason;
import org.jspecify.annotations.Nullable;

/// What the source of a message learns from the connection that it is written to: that its bytes
/// have left, and that it may go on behind a pause.
final class SourcePace {
    private final MessageWriter out;
    private @Nullable HttpSource source;
    private boolean paused;
    private int unsettled;

    SourcePace(MessageWriter out) {
        this.out = out;
    }

    /// A message begins; null while it is not known where it comes from.
    void begin(@Nullable HttpSource from) {
        source = from;
        paused = false;
        unsettled = 0;
    }

    void source(@Nullable HttpSource from) {
        source = from;
    }

    void wrote(int bytes) {
        unsettled += bytes;
    }

    /// What was written counts as gone while the connection takes more.
    void settle() {
        HttpSource from = source;
        if (unsettled > 0 && from != null && out.writable()) {
            int gone = unsettled;
            unsettled = 0;
            from.consumed(gone);
        }
    }

    /// False asks the source to pause.
    boolean writable() {
        boolean writable = out.writable();
        paused |= !writable;
        return writable;
    }

    /// Nobody takes the rest of the message.
    void cancel(ResetReason reason) {
        HttpSource from = source;
        if (from != null) {
            from.cancel(reason);
        }
    }

    void becameWritable() {
        settle();
        HttpSource from = source;
        if (paused && from != null && out.writable()) {
            paused = false;
            from.resume();
        }
    }
}
