package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.Head;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.HttpSource;
import dev.tulle.proxy.exchange.More;
import dev.tulle.proxy.exchange.ResetReason;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Takes the rest of a request that nobody wants: 64 KiB of it, so that a client that is still
/// sending reads its answer and can go on, then the source is cancelled.
final class DiscardedRequest implements HttpSink {
    private static final int MOST = 65_536;

    /// For the time between requests, when nothing can come.
    static final HttpSink NOTHING = new DiscardedRequest(null);

    private final @Nullable HttpSource source;
    private int taken;

    private DiscardedRequest(@Nullable HttpSource source) {
        this.source = source;
    }

    static HttpSink of(HttpSource source) {
        return new DiscardedRequest(source);
    }

    @Override
    public void head(Head head, More more) {}

    @Override
    public void data(ByteBuf bytes, More more) {
        taken += bytes.readableBytes();
        bytes.release();
        if (taken > MOST && source != null) {
            source.cancel(ResetReason.RECEIVER_GONE);
        }
    }

    @Override
    public void trailers(Fields trailers) {}

    @Override
    public void flush() {}

    @Override
    public void reset(ResetReason reason) {}

    @Override
    public boolean writable() {
        return true;
    }
}
