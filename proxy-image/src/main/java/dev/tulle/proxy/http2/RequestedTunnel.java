package dev.tulle.proxy.http2;

import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.More;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;

/// A tunnel that a client asked for. What the client sends before it is open must not leave: an
/// endpoint that refuses the tunnel could take it for requests. The stream's window bounds it.
final class RequestedTunnel {
    private final ArrayDeque<ByteBuf> early = new ArrayDeque<>(1);
    private boolean open;

    /// Whether bytes go both ways.
    boolean open() {
        return open;
    }

    void hold(ByteBuf part) {
        early.addLast(part);
    }

    void open(HttpSink to, boolean clientEnded) {
        open = true;
        while (!early.isEmpty()) {
            to.data(early.removeFirst(), More.FOLLOWS);
        }
        if (clientEnded) {
            to.data(Unpooled.EMPTY_BUFFER, More.END);
        }
        to.flush();
    }

    /// The codec counts what was held as gone when the stream closes.
    void close() {
        open = false;
        early.forEach(ByteBuf::release);
        early.clear();
    }
}
