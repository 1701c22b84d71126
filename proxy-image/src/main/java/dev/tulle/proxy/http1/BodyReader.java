package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.HttpSink;
import dev.tulle.proxy.exchange.More;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads the body of one message after another and hands it on by reference.
final class BodyReader {
    private final Http1Loop http1;
    private @Nullable ChunkReader chunks;
    private long left;
    private long bytes;

    BodyReader(Http1Loop http1) {
        this.http1 = http1;
    }

    /// With a framing of 0 there is nothing to read: the message ends with its head.
    void start(long framing) {
        left = framing;
        bytes = 0;
        if (framing == Framing.CHUNKED) {
            ChunkReader reader =
                    Objects.requireNonNullElseGet(chunks, () -> new ChunkReader(http1));
            chunks = reader;
            reader.start();
        }
    }

    /// Bytes of the body so far, without its framing.
    long bytes() {
        return bytes;
    }

    /// Hands over what the buffer holds of this body; true when that was its end.
    boolean read(ByteBuf in, HttpSink sink) throws MalformedException {
        ChunkReader reader = chunks;
        if (left == Framing.CHUNKED && reader != null) {
            try {
                return reader.read(in, sink);
            } finally {
                bytes = reader.bytes();
            }
        }
        int length = in.readableBytes();
        if (left != Framing.UNTIL_CLOSE) {
            length = (int) Math.min(length, left);
            left -= length;
        }
        bytes += length;
        boolean ended = left == 0;
        if (length > 0 || ended) {
            sink.data(in.readRetainedSlice(length), ended ? More.END : More.FOLLOWS);
        }
        return ended;
    }

    /// The connection ended; true when that ends the body too.
    boolean inputEnded(HttpSink sink) {
        if (left != Framing.UNTIL_CLOSE) {
            return false;
        }
        sink.data(Unpooled.EMPTY_BUFFER, More.END);
        return true;
    }
}
