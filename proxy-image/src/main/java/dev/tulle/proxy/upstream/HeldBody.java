package dev.tulle.proxy.upstream;

import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.More;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The body of one request: what came before there was a connection for it, and, by reference, what
/// was handed over and may have to be sent again. More than 64 KiB are not kept; then the request
/// cannot be repeated.
///
/// It also counts which bytes have left for good: a source is told once per byte, however often it
/// is sent.
final class HeldBody {
    private static final int MOST = 64 * 1_024;

    /// What may wait for a connection before its source is paused.
    private static final int ENOUGH = 32 * 1_024;

    private final ReplayMemory memory;
    private final ArrayDeque<ByteBuf> parts = new ArrayDeque<>(2);
    private @Nullable Fields trailers;
    private boolean ended;
    private boolean whole = true;
    private int bytes;
    private int reserved;
    private long received;
    private long told;
    private long left;

    HeldBody(ReplayMemory memory) {
        this.memory = memory;
    }

    /// A part that came while there is no connection.
    void hold(ByteBuf part, More more) {
        received += part.readableBytes();
        ended = more == More.END;
        keep(part);
    }

    /// A part that is handed over at once, and kept if there is room.
    void pass(ByteBuf part, More more, HttpSink sink) {
        int length = part.readableBytes();
        received += length;
        ended = more == More.END;
        if (whole && reserve(length)) {
            keep(part.retainedDuplicate());
        } else {
            forget();
        }
        sink.data(part, more);
    }

    private void keep(ByteBuf part) {
        bytes += part.readableBytes();
        parts.addLast(part);
    }

    private boolean reserve(int more) {
        if (bytes + more > MOST || !memory.take(more)) {
            return false;
        }
        reserved += more;
        return true;
    }

    private boolean reserveHeld() {
        int more = bytes - reserved;
        if (bytes > MOST || !memory.take(more)) {
            return false;
        }
        reserved = bytes;
        return true;
    }

    void trailers(Fields fields) {
        trailers = fields;
        ended = true;
    }

    /// Whether all of it from the first byte on is here.
    boolean whole() {
        return whole;
    }

    /// Whether its last part came.
    boolean ended() {
        return ended;
    }

    boolean full() {
        return bytes >= ENOUGH;
    }

    /// Hands everything over, and keeps it for another time if it may be and there is room.
    void handOver(HttpSink sink, Copy copy) {
        left = 0;
        if (copy == Copy.KEPT && whole && reserveHeld()) {
            int rest = parts.size();
            for (ByteBuf part : parts) {
                sink.data(part.retainedDuplicate(), more(--rest));
            }
        } else {
            whole = false;
            unreserve();
            while (!parts.isEmpty()) {
                ByteBuf part = parts.removeFirst();
                bytes -= part.readableBytes();
                sink.data(part, more(parts.size()));
            }
        }
        Fields last = trailers;
        if (last != null) {
            sink.trailers(last);
        }
    }

    /// Whether what is handed over may be wanted again.
    enum Copy {
        KEPT,
        NONE
    }

    private More more(int partsBehind) {
        return ended && partsBehind == 0 && trailers == null ? More.END : More.FOLLOWS;
    }

    /// It will not be sent again.
    void forget() {
        whole = false;
        parts.forEach(ByteBuf::release);
        parts.clear();
        bytes = 0;
        unreserve();
    }

    private void unreserve() {
        memory.free(reserved);
        reserved = 0;
    }

    /// So many bytes have left by the present connection; how many of them had not by another.
    int leave(int gone) {
        left += gone;
        int first = (int) Math.max(0, left - told);
        told += first;
        return first;
    }

    /// Nothing of it will leave any more; how many bytes had not.
    int abandon() {
        forget();
        int rest = (int) (received - told);
        told = received;
        return rest;
    }
}
