package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.Head;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.More;
import dev.tulle.proxy.exchange.ResetReason;
import io.netty.buffer.ByteBuf;
import java.util.List;

/// A request that goes to its endpoint, and what comes of it to copies as well. Only the original
/// says when it can take more.
final class MirroredRequest implements HttpSink {
    private final HttpSink original;
    private final List<MirrorCall> copies;

    MirroredRequest(HttpSink original, List<MirrorCall> copies) {
        this.original = original;
        this.copies = copies;
    }

    @Override
    public void head(Head head, More more) {
        for (int i = 0; i < copies.size(); i++) {
            copies.get(i).sendHead(more);
        }
        original.head(head, more);
    }

    @Override
    public void data(ByteBuf bytes, More more) {
        for (int i = 0; i < copies.size(); i++) {
            copies.get(i).sendData(bytes, more);
        }
        original.data(bytes, more);
    }

    @Override
    public void trailers(Fields trailers) {
        for (int i = 0; i < copies.size(); i++) {
            copies.get(i).sendTrailers(trailers);
        }
        original.trailers(trailers);
    }

    @Override
    public void flush() {
        for (int i = 0; i < copies.size(); i++) {
            copies.get(i).sendFlush();
        }
        original.flush();
    }

    @Override
    public void reset(ResetReason reason) {
        for (int i = 0; i < copies.size(); i++) {
            copies.get(i).broken(reason);
        }
        original.reset(reason);
    }

    @Override
    public boolean writable() {
        return original.writable();
    }
}
