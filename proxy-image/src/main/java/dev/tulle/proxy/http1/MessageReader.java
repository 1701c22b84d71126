package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.HttpSink;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Reads the messages of one connection in turn: a head into a block of the loop, then its body
/// into a sink. Between messages it holds nothing.
final class MessageReader {
    private final HeadBlocks blocks;
    private final HeadReader heads;
    private final BodyReader body;
    private @Nullable HeadBlock block;

    MessageReader(StartLine startLine, Http1Loop http1) {
        this.blocks = http1.blocks();
        this.heads = new HeadReader(startLine, http1.limits());
        this.body = new BodyReader(http1);
    }

    /// Whether a head was begun that is not complete yet.
    boolean insideHead() {
        return heads.inside();
    }

    /// The head when it is complete, else null. It stands until [#forgetHead].
    @Nullable HeadBlock head(ByteBuf in) throws MalformedException {
        HeadBlock reading = block;
        if (reading == null) {
            reading = blocks.take();
            block = reading;
            heads.begin(reading);
        }
        return heads.read(in) ? reading : null;
    }

    /// Nobody looks at the last head any more.
    void forgetHead() {
        HeadBlock read = block;
        if (read != null) {
            block = null;
            blocks.giveBack(read);
        }
    }

    /// A body of that framing follows.
    void startBody(long framing) {
        body.start(framing);
    }

    /// Hands over what the buffer holds of the body; true when that was its end.
    boolean body(ByteBuf in, HttpSink sink) throws MalformedException {
        return body.read(in, sink);
    }

    /// Bytes of the last body so far.
    long bodyBytes() {
        return body.bytes();
    }

    /// The connection ended; true when that ends the body too.
    boolean inputEnded(HttpSink sink) {
        return body.inputEnded(sink);
    }
}
