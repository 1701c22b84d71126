package dev.tulle.proxy.http2;

import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.More;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;

/// What a client sends through a tunnel that is not open yet. It must not leave before: an endpoint
/// that refuses the tunnel could take it for requests. The stream's window bounds it.
final class EarlyBytes {
    private final ArrayDeque<ByteBuf> parts = new ArrayDeque<>(1);

    void hold(ByteBuf part) {
        parts.addLast(part);
    }

    void handOver(HttpSink to, boolean last) {
        while (!parts.isEmpty()) {
            to.data(parts.removeFirst(), More.FOLLOWS);
        }
        if (last) {
            to.data(Unpooled.EMPTY_BUFFER, More.END);
        }
    }

    /// The codec counts them as gone when the stream closes.
    void drop() {
        parts.forEach(ByteBuf::release);
        parts.clear();
    }
}
