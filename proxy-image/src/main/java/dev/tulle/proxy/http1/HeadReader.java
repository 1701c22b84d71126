package dev.tulle.proxy.http1;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads one head strictly by RFC 9112: lines end with CR LF, nothing is folded, no space stands
/// before a colon. What is incomplete is kept in the block, so that each byte is looked at once
/// however the head is cut into segments.
final class HeadReader {
    private static final int PIECE = 1_024;

    private final StartLine startLine;
    private final Limits limits;
    private @Nullable HeadBlock current;
    private int lineStart;
    private int searched;
    private boolean inFields;

    HeadReader(StartLine startLine, Limits limits) {
        this.startLine = startLine;
        this.limits = limits;
    }

    /// The next head goes to this block.
    void begin(HeadBlock block) {
        current = block;
        lineStart = 0;
        searched = 0;
        inFields = startLine == StartLine.NONE;
    }

    /// Whether a head was begun that is not complete yet.
    boolean inside() {
        return current != null;
    }

    /// Takes the bytes of the head from the buffer and nothing behind it; true when it is complete.
    boolean read(ByteBuf in) throws MalformedException {
        HeadBlock block = Objects.requireNonNull(current);
        while (in.isReadable()) {
            int piece = Math.min(in.readableBytes(), PIECE);
            block.append(in, piece);
            in.skipBytes(piece);
            if (readLines(block)) {
                in.readerIndex(in.readerIndex() - (block.filled() - lineStart));
                block.truncate(lineStart);
                current = null;
                return true;
            }
        }
        return false;
    }

    private boolean readLines(HeadBlock block) throws MalformedException {
        byte[] bytes = block.bytes();
        int end = block.filled();
        for (int i = searched; i < end; i++) {
            if (bytes[i] == '\n') {
                if (i == lineStart || bytes[i - 1] != '\r') {
                    throw MalformedException.badRequest("a line of the head ends without CR");
                }
                checkSize(block, i);
                int from = lineStart;
                lineStart = i + 1;
                if (readLine(block, from, i - 1)) {
                    return true;
                }
            }
        }
        searched = end;
        checkSize(block, end);
        return false;
    }

    /// True when the line is the empty one that ends the head.
    private boolean readLine(HeadBlock block, int from, int to) throws MalformedException {
        if (!inFields) {
            // RFC 9112 section 2.2: an empty line before a request is skipped, one of them.
            if (from == to && from == 0) {
                return false;
            }
            startLine.read(block, from, to, limits);
            inFields = true;
            return false;
        }
        if (from == to) {
            return true;
        }
        readField(block, from, to);
        return false;
    }

    private void readField(HeadBlock block, int from, int to) throws MalformedException {
        byte[] bytes = block.bytes();
        int colon = from;
        while (colon < to && Grammar.isToken(bytes[colon])) {
            colon++;
        }
        if (colon == from || colon == to || bytes[colon] != ':') {
            throw MalformedException.badRequest(
                    Grammar.isSpace(bytes[from])
                            ? "a folded field line"
                            : "a field name that is empty or has a forbidden character");
        }
        int value = colon + 1;
        int valueEnd = to;
        while (value < valueEnd && Grammar.isSpace(bytes[value])) {
            value++;
        }
        while (valueEnd > value && Grammar.isSpace(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        for (int i = value; i < valueEnd; i++) {
            if (!Grammar.isValue(bytes[i])) {
                throw MalformedException.badRequest("a control character in a field value");
            }
        }
        if (block.count() == limits.fields()) {
            throw MalformedException.headTooLarge("more than " + limits.fields() + " fields");
        }
        block.field(from, colon, value, valueEnd, to + 2);
    }

    private void checkSize(HeadBlock block, int end) throws MalformedException {
        if (!inFields) {
            if (end - lineStart > limits.startLine()) {
                throw MalformedException.targetTooLong(limits.startLine());
            }
            return;
        }
        int most = startLine == StartLine.NONE ? limits.trailers() : limits.head();
        if (end - block.startLineEnd() > most) {
            throw startLine == StartLine.NONE
                    ? MalformedException.badRequest("trailers of more than " + most + " bytes")
                    : MalformedException.headTooLarge("fields of more than " + most + " bytes");
        }
    }
}
