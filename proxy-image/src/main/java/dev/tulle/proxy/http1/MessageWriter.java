package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.Fields;
import dev.tulle.proxy.exchange.More;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// Writes messages to one connection: heads and small bodies are gathered in one buffer, larger
/// ones go by reference, and everything leaves with the next flush.
final class MessageWriter {
    private static final int COPIED = 2_048;
    private static final int GATHERED = 16_384;

    /// Room for a head and a small body, so that most messages need one buffer that never grows.
    private static final int SMALLEST = 2_048;

    private static final AsciiString HOST = AsciiString.cached("host");
    private static final AsciiString LAST_CHUNK = AsciiString.cached("0\r\n\r\n");
    private static final int CRLF = '\r' << 8 | '\n';

    private final ChannelHandlerContext context;
    private final Http1Loop http1;
    private @Nullable ByteBuf gathered;
    private boolean chunked;
    private boolean unflushed;

    MessageWriter(ChannelHandlerContext context, Http1Loop http1) {
        this.context = context;
        this.http1 = http1;
    }

    /// The buffer for a head of at most that size.
    ByteBuf room(int size) {
        unflushed = true;
        ByteBuf buffer = gathered;
        if (buffer != null && buffer.readableBytes() + size <= GATHERED) {
            return buffer.ensureWritable(size);
        }
        pass();
        buffer = context.alloc().directBuffer(Math.max(size, SMALLEST));
        gathered = buffer;
        return buffer;
    }

    /// The head of a request. A target that a filter has put in place of what was read is written
    /// instead of it; `host` is empty where the fields have one.
    void request(HeadBlock block, AsciiString target, String host) {
        boolean asRead = block.asksFor(target);
        int more = HOST.length() + host.length() + (asRead ? 0 : target.length());
        ByteBuf buffer = room(block.size() + more + 8);
        if (asRead) {
            block.writeStartLine(buffer);
        } else {
            block.writeStartLine(buffer, target);
        }
        block.writeFields(buffer);
        if (!host.isEmpty()) {
            HeadBlock.writeField(buffer, HOST, host);
        }
        buffer.writeShort(CRLF);
        chunked = block.has(KnownField.TRANSFER_ENCODING);
    }

    /// How the body of the message whose head was just written is framed.
    void body(BodyFrame frame) {
        chunked = frame == BodyFrame.CHUNKED;
    }

    /// The framing of a body as it is written.
    enum BodyFrame {
        AS_IT_IS,
        CHUNKED
    }

    void data(ByteBuf bytes, More more) {
        int length = bytes.readableBytes();
        if (chunked && length > 0) {
            ByteBuf line = room(12);
            writeHex(line, length);
            line.writeShort(CRLF);
        }
        write(bytes, length);
        if (chunked && length > 0) {
            room(2).writeShort(CRLF);
        }
        if (chunked && more == More.END) {
            ByteBuf end = room(LAST_CHUNK.length());
            end.writeBytes(LAST_CHUNK.array(), LAST_CHUNK.arrayOffset(), LAST_CHUNK.length());
        }
    }

    private void write(ByteBuf bytes, int length) {
        if (length == 0) {
            bytes.release();
        } else if (length <= COPIED) {
            room(length).writeBytes(bytes);
            bytes.release();
        } else {
            pass();
            unflushed = true;
            context.write(bytes, context.voidPromise());
        }
    }

    /// Ends a chunked body; in any other one trailers have no place.
    void trailers(Fields trailers) {
        if (!chunked) {
            return;
        }
        if (trailers instanceof HeadBlock own) {
            end(own);
            return;
        }
        HeadBlock made = http1.blocks().take();
        ForeignHead.trailers(made, trailers);
        end(made);
        http1.blocks().giveBack(made);
    }

    private void end(HeadBlock trailers) {
        ByteBuf out = room(trailers.size() + 5);
        out.writeByte('0').writeShort(CRLF);
        trailers.writeFields(out);
        out.writeShort(CRLF);
    }

    Http1Loop http1() {
        return http1;
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            pass();
            context.flush();
        }
    }

    boolean writable() {
        return context.channel().isWritable();
    }

    /// The connection is gone.
    void discard() {
        ByteBuf buffer = gathered;
        if (buffer != null) {
            gathered = null;
            buffer.release();
        }
    }

    private void pass() {
        ByteBuf buffer = gathered;
        if (buffer != null) {
            gathered = null;
            context.write(buffer, context.voidPromise());
        }
    }

    private static void writeHex(ByteBuf out, int value) {
        int shift = 28 - Integer.numberOfLeadingZeros(value) / 4 * 4;
        for (int at = shift; at >= 0; at -= 4) {
            int digit = value >>> at & 0xf;
            out.writeByte(digit < 10 ? '0' + digit : 'a' + digit - 10);
        }
    }
}
