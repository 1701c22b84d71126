package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.More;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What came of a body before there was a connection for it.
final class HeldBody {
    private static final int ENOUGH = 32 * 1_024;

    private final ArrayDeque<ByteBuf> parts = new ArrayDeque<>(2);
    private @Nullable Fields trailers;
    private boolean ended;
    private int bytes;

    void data(ByteBuf part, More more) {
        bytes += part.readableBytes();
        parts.addLast(part);
        ended = more == More.END;
    }

    void trailers(Fields fields) {
        trailers = fields;
        ended = true;
    }

    boolean full() {
        return bytes >= ENOUGH;
    }

    void moveTo(HttpSink sink) {
        Fields last = trailers;
        while (!parts.isEmpty()) {
            ByteBuf part = parts.removeFirst();
            boolean end = ended && parts.isEmpty() && last == null;
            sink.data(part, end ? More.END : More.FOLLOWS);
        }
        if (last != null) {
            sink.trailers(last);
        }
    }

    /// The bytes that were thrown away.
    int release() {
        parts.forEach(ByteBuf::release);
        parts.clear();
        return bytes;
    }
}
