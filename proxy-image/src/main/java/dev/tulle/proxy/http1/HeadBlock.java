package dev.tulle.proxy.http1;

import dev.tulle.proxy.exchange.ConnectionAuth;
import dev.tulle.proxy.exchange.FieldVisitor;
import dev.tulle.proxy.exchange.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A head as the bytes that were received, with the places of its fields. Removing marks a field,
/// adding keeps it aside, and writing copies the rest in as few runs as possible: a head that
/// nobody changes is forwarded by one copy. Blocks are reused on one event loop, see [HeadBlocks].
final class HeadBlock implements Fields {
    private static final int NAME = 0;
    private static final int NAME_END = 1;
    private static final int VALUE = 2;
    private static final int VALUE_END = 3;
    private static final int LINE_END = 4;
    private static final int STRIDE = 5;
    private static final int FIRST_BYTES = 1_024;
    private static final int FIRST_FIELDS = 16;
    private static final int KEPT_BYTES = 8_192;

    private static final byte[] HTTP_1_1 = "HTTP/1.1".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[FIRST_BYTES];
    private int[] places = new int[FIRST_FIELDS * STRIDE];
    private @Nullable KnownField[] known = new @Nullable KnownField[FIRST_FIELDS];
    private boolean[] removed = new boolean[FIRST_FIELDS];
    private int filled;
    private int count;
    private int startLine;
    private int startLineEnd;
    private int minorVersion;
    private int methodEnd;
    private int targetEnd;
    private int status;
    private final List<AsciiString> addedNames = new ArrayList<>(4);
    private final List<CharSequence> addedValues = new ArrayList<>(4);

    byte[] bytes() {
        return bytes;
    }

    int filled() {
        return filled;
    }

    int count() {
        return count;
    }

    int startLineEnd() {
        return startLineEnd;
    }

    /// 0 or 1: what stands behind `HTTP/1.`.
    int minorVersion() {
        return minorVersion;
    }

    /// Status of a response, 0 in a request.
    int status() {
        return status;
    }

    AsciiString method() {
        return view(startLine, methodEnd);
    }

    AsciiString target() {
        return view(methodEnd + 1, targetEnd);
    }

    /// Takes up to `most` bytes of the buffer, without moving its reader index.
    void append(ByteBuf in, int most) {
        if (filled + most > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(filled + most, bytes.length * 2));
        }
        in.getBytes(in.readerIndex(), bytes, filled, most);
        filled += most;
    }

    void append(CharSequence text) {
        int length = text.length();
        if (filled + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(filled + length, bytes.length * 2));
        }
        for (int i = 0; i < length; i++) {
            bytes[filled + i] = AsciiString.c2b(text.charAt(i));
        }
        filled += length;
    }

    /// One more line, of a field that was not read from bytes.
    void appendField(CharSequence name, CharSequence value) {
        int start = filled;
        append(name);
        int nameEnd = filled;
        append(": ");
        int valueStart = filled;
        append(value);
        int valueEnd = filled;
        append("\r\n");
        field(start, nameEnd, valueStart, valueEnd, filled);
    }

    /// Gives bytes back that belong to what follows the head.
    void truncate(int to) {
        filled = to;
    }

    void requestLine(int from, int methodEndsAt, int targetEndsAt, int minor, int end) {
        startLine = from;
        methodEnd = methodEndsAt;
        targetEnd = targetEndsAt;
        minorVersion = minor;
        startLineEnd = end;
    }

    void statusLine(int from, int code, int minor, int end) {
        startLine = from;
        status = code;
        minorVersion = minor;
        startLineEnd = end;
    }

    void field(int name, int nameEnd, int value, int valueEnd, int lineEnd) {
        if (count == removed.length) {
            grow();
        }
        int place = count * STRIDE;
        places[place + NAME] = name;
        places[place + NAME_END] = nameEnd;
        places[place + VALUE] = value;
        places[place + VALUE_END] = valueEnd;
        places[place + LINE_END] = lineEnd;
        known[count] = KnownField.of(bytes, name, nameEnd);
        removed[count] = false;
        count++;
    }

    private void grow() {
        int size = count * 2;
        places = Arrays.copyOf(places, size * STRIDE);
        known = Arrays.copyOf(known, size);
        removed = Arrays.copyOf(removed, size);
    }

    @Nullable KnownField known(int field) {
        return known[field];
    }

    /// Whether a field of that name stands.
    boolean has(KnownField name) {
        for (int i = 0; i < count; i++) {
            if (known[i] == name && !removed[i]) {
                return true;
            }
        }
        for (int i = 0; i < addedNames.size(); i++) {
            if (name.is(addedNames.get(i))) {
                return true;
            }
        }
        return false;
    }

    /// A view: it changes with the block.
    AsciiString value(int field) {
        int place = field * STRIDE;
        return view(places[place + VALUE], places[place + VALUE_END]);
    }

    AsciiString view(int from, int to) {
        return new AsciiString(bytes, from, to - from, false);
    }

    void removeAt(int field) {
        removed[field] = true;
    }

    /// Writes a field on as everybody reads it: a name, a colon, a space at most, and the value.
    void restate(int field, AsciiString name) {
        int place = field * STRIDE;
        int gap = places[place + VALUE] - places[place + NAME_END];
        boolean plain = gap == 1 || (gap == 2 && bytes[places[place + VALUE] - 1] == ' ');
        if (!plain || places[place + VALUE_END] + 2 != places[place + LINE_END]) {
            removeAt(field);
            add(name, new AsciiString(value(field)));
        }
    }

    boolean named(int field, AsciiString lowerCase) {
        int place = field * STRIDE;
        return Lower.equal(bytes, places[place + NAME], places[place + NAME_END], lowerCase);
    }

    @Override
    public @Nullable CharSequence first(AsciiString name) {
        for (int i = 0; i < count; i++) {
            if (!removed[i] && named(i, name)) {
                return value(i);
            }
        }
        int added = addedNames.indexOf(name);
        return added < 0 ? null : addedValues.get(added);
    }

    @Override
    public @Nullable CharSequence value(AsciiString name, int nth) {
        int left = nth;
        for (int i = 0; i < count; i++) {
            if (!removed[i] && named(i, name) && left-- == 0) {
                return value(i);
            }
        }
        for (int i = 0; i < addedNames.size(); i++) {
            if (addedNames.get(i).equals(name) && left-- == 0) {
                return addedValues.get(i);
            }
        }
        return null;
    }

    @Override
    public boolean prove() {
        for (int i = 0; i < count; i++) {
            KnownField name = known[i];
            if ((name == KnownField.AUTHORIZATION || name == KnownField.PROXY_AUTHORIZATION)
                    && !removed[i]
                    && ConnectionAuth.proves(value(i))) {
                return true;
            }
        }
        for (int i = 0; i < addedNames.size(); i++) {
            if (ConnectionAuth.proves(addedNames.get(i), addedValues.get(i))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void forEach(FieldVisitor visitor) {
        for (int i = 0; i < count; i++) {
            if (!removed[i]) {
                int place = i * STRIDE;
                visitor.field(view(places[place + NAME], places[place + NAME_END]), value(i));
            }
        }
        for (int i = 0; i < addedNames.size(); i++) {
            visitor.field(addedNames.get(i), addedValues.get(i));
        }
    }

    @Override
    public void add(AsciiString name, CharSequence value) {
        addedNames.add(name);
        addedValues.add(value);
    }

    @Override
    public void remove(AsciiString name) {
        for (int i = 0; i < count; i++) {
            int place = i * STRIDE;
            int start = places[place + NAME];
            int end = places[place + NAME_END];
            removed[i] |=
                    end - start == name.length() && Lower.startsLoosely(bytes, start, end, name);
        }
        for (int i = addedNames.size() - 1; i >= 0; i--) {
            if (addedNames.get(i).equals(name)) {
                addedNames.remove(i);
                addedValues.remove(i);
            }
        }
    }

    @Override
    public void removeStartingWith(AsciiString prefix) {
        for (int i = 0; i < count; i++) {
            int place = i * STRIDE;
            removed[i] |=
                    Lower.startsLoosely(
                            bytes, places[place + NAME], places[place + NAME_END], prefix);
        }
    }

    /// Whether a target is the one that was read.
    boolean asksFor(AsciiString target) {
        int from = target.arrayOffset();
        return Arrays.equals(
                bytes, methodEnd + 1, targetEnd, target.array(), from, from + target.length());
    }

    /// Writes the start line of a request with another target, as HTTP/1.1.
    void writeStartLine(ByteBuf out, AsciiString target) {
        out.writeBytes(bytes, startLine, methodEnd + 1 - startLine);
        ByteBufUtil.copy(target, out);
        out.writeByte(' ').writeBytes(HTTP_1_1);
        out.writeShort('\r' << 8 | '\n');
    }

    /// Writes the start line as HTTP/1.1, whatever version it had.
    void writeStartLine(ByteBuf out) {
        if (status != 0) {
            out.writeBytes(HTTP_1_1).writeBytes(bytes, startLine + 8, startLineEnd - startLine - 8);
        } else {
            out.writeBytes(bytes, startLine, targetEnd + 1 - startLine).writeBytes(HTTP_1_1);
            out.writeShort('\r' << 8 | '\n');
        }
    }

    /// Writes the fields that stand, without the empty line behind them.
    void writeFields(ByteBuf out) {
        int from = startLineEnd;
        int to = startLineEnd;
        for (int i = 0; i < count; i++) {
            if (removed[i]) {
                out.writeBytes(bytes, from, to - from);
                from = places[i * STRIDE + LINE_END];
                to = from;
            } else {
                to = places[i * STRIDE + LINE_END];
            }
        }
        out.writeBytes(bytes, from, to - from);
        for (int i = 0; i < addedNames.size(); i++) {
            writeField(out, addedNames.get(i), addedValues.get(i));
        }
    }

    static void writeField(ByteBuf out, AsciiString name, CharSequence value) {
        ByteBufUtil.copy(name, out);
        out.writeShort(':' << 8 | ' ');
        if (value instanceof AsciiString ascii) {
            ByteBufUtil.copy(ascii, out);
        } else {
            ByteBufUtil.writeAscii(out, value);
        }
        out.writeShort('\r' << 8 | '\n');
    }

    /// An upper bound of what [#writeFields] writes, start line included.
    int size() {
        int size = filled;
        for (int i = 0; i < addedNames.size(); i++) {
            size += addedNames.get(i).length() + addedValues.get(i).length() + 4;
        }
        return size;
    }

    void clear() {
        filled = 0;
        count = 0;
        startLineEnd = 0;
        status = 0;
        if (!addedNames.isEmpty()) {
            addedNames.clear();
            addedValues.clear();
        }
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[FIRST_BYTES];
        }
    }
}
