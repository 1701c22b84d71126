package dev.tulle.proxy.http2;

import io.netty.handler.codec.EmptyHeaders;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// One header list as Netty's codec fills and reads it: pseudo-header fields apart, the others as
/// pairs in an array, in their order. Of Netty's interface it has what the codec calls and no more.
final class HeaderList extends EmptyHeaders<CharSequence, CharSequence, Http2Headers>
        implements Http2Headers {
    private static final AsciiString METHOD = PseudoHeaderName.METHOD.value();
    private static final AsciiString SCHEME = PseudoHeaderName.SCHEME.value();
    private static final AsciiString AUTHORITY = PseudoHeaderName.AUTHORITY.value();
    private static final AsciiString PATH = PseudoHeaderName.PATH.value();
    private static final AsciiString PROTOCOL = PseudoHeaderName.PROTOCOL.value();
    private static final AsciiString STATUS = PseudoHeaderName.STATUS.value();
    private static final AsciiString[] PSEUDO = {STATUS, METHOD, SCHEME, AUTHORITY, PATH, PROTOCOL};
    private static final int FEWEST = 2;
    private static final int USUAL = 8;

    private @Nullable AsciiString @Nullable [] pseudo;
    private CharSequence[] pairs;
    private int filled;

    HeaderList() {
        this(USUAL);
    }

    /// With room for about so many fields: a block in which a table has stood for everything has as
    /// many bytes as fields.
    HeaderList(int fields) {
        pairs = new CharSequence[2 * Math.clamp(fields, FEWEST, USUAL)];
    }

    /// Called by the decoder for every field in its order.
    @Override
    public Http2Headers add(CharSequence name, CharSequence value) {
        AsciiString checkedName = AsciiString.of(name);
        AsciiString checkedValue = AsciiString.of(value);
        if (!checkedName.isEmpty() && checkedName.byteAt(0) == ':') {
            addPseudo(checkedName, checkedValue);
        } else {
            FieldRules.check(checkedName, checkedValue);
            append(checkedName, checkedValue);
        }
        return this;
    }

    private void addPseudo(AsciiString name, AsciiString value) {
        if (filled > 0) {
            throw new IllegalArgumentException("a pseudo-header field behind a regular one");
        }
        FieldRules.checkValue(value);
        for (int i = 0; i < PSEUDO.length; i++) {
            if (PSEUDO[i].equals(name)) {
                if (pseudo(i) != null) {
                    throw new IllegalArgumentException("a pseudo-header field twice");
                }
                pseudo(i, value);
                return;
            }
        }
        throw new IllegalArgumentException("a pseudo-header field that nobody knows");
    }

    private void pseudo(int place, @Nullable AsciiString value) {
        @Nullable AsciiString[] values = pseudo;
        if (values == null) {
            values = new @Nullable AsciiString[PSEUDO.length];
            pseudo = values;
        }
        values[place] = value;
    }

    private @Nullable AsciiString pseudo(int place) {
        @Nullable AsciiString[] values = pseudo;
        return values == null ? null : values[place];
    }

    /// Without a check: for what was checked or made here.
    void append(CharSequence name, CharSequence value) {
        if (filled == pairs.length) {
            pairs = Arrays.copyOf(pairs, filled * 2);
        }
        pairs[filled] = name;
        pairs[filled + 1] = value;
        filled += 2;
    }

    int fields() {
        return filled / 2;
    }

    CharSequence name(int field) {
        return pairs[2 * field];
    }

    CharSequence value(int field) {
        return pairs[2 * field + 1];
    }

    void removeAt(int field) {
        System.arraycopy(pairs, 2 * field + 2, pairs, 2 * field, filled - 2 * field - 2);
        filled -= 2;
    }

    /// Every regular field of that name.
    void remove(AsciiString name) {
        for (int at = find(name, 0); at >= 0; at = find(name, at)) {
            removeAt(at);
        }
    }

    /// The place of the first field of that name from `field` on, -1 when there is none.
    int find(AsciiString name, int field) {
        for (int i = field; i < fields(); i++) {
            if (name.contentEquals(pairs[2 * i])) {
                return i;
            }
        }
        return -1;
    }

    boolean hasPseudo() {
        return pseudo != null;
    }

    @Override
    public @Nullable AsciiString status() {
        return pseudo(0);
    }

    @Override
    public @Nullable AsciiString method() {
        return pseudo(1);
    }

    @Override
    public @Nullable AsciiString scheme() {
        return pseudo(2);
    }

    @Override
    public @Nullable AsciiString authority() {
        return pseudo(3);
    }

    @Override
    public @Nullable AsciiString path() {
        return pseudo(4);
    }

    @Nullable AsciiString protocol() {
        return pseudo(5);
    }

    @Override
    public Http2Headers status(CharSequence value) {
        pseudo(0, AsciiString.of(value));
        return this;
    }

    @Override
    public Http2Headers method(CharSequence value) {
        pseudo(1, AsciiString.of(value));
        return this;
    }

    @Override
    public Http2Headers scheme(CharSequence value) {
        pseudo(2, AsciiString.of(value));
        return this;
    }

    @Override
    public Http2Headers authority(CharSequence value) {
        pseudo(3, AsciiString.of(value));
        return this;
    }

    void protocol(@Nullable AsciiString value) {
        pseudo(5, value);
    }

    void withoutAuthority() {
        pseudo(3, null);
    }

    @Override
    public Http2Headers path(CharSequence value) {
        pseudo(4, AsciiString.of(value));
        return this;
    }

    @Override
    public List<CharSequence> getAll(CharSequence name) {
        AsciiString wanted = AsciiString.of(name);
        int at = find(wanted, 0);
        if (at < 0) {
            return List.of();
        }
        List<CharSequence> values = new ArrayList<>(1);
        for (; at >= 0; at = find(wanted, at + 1)) {
            values.add(value(at));
        }
        return values;
    }

    @Override
    public @Nullable CharSequence get(CharSequence name) {
        int at = find(AsciiString.of(name), 0);
        return at < 0 ? null : value(at);
    }

    /// The codec merges equal lengths into one.
    @Override
    public Http2Headers setLong(CharSequence name, long value) {
        AsciiString wanted = AsciiString.of(name);
        int at = find(wanted, 0);
        if (at >= 0 && find(wanted, at + 1) < 0) {
            return this;
        }
        for (; at >= 0; at = find(wanted, at)) {
            removeAt(at);
        }
        append(wanted, AsciiString.of(Long.toString(value)));
        return this;
    }

    @Override
    public int size() {
        int size = fields();
        for (int i = 0; i < PSEUDO.length; i++) {
            size += pseudo(i) == null ? 0 : 1;
        }
        return size;
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public Iterator<Map.Entry<CharSequence, CharSequence>> iterator() {
        return new Walk();
    }

    @Override
    public Iterator<CharSequence> valueIterator(CharSequence name) {
        return getAll(name).iterator();
    }

    @Override
    public boolean contains(CharSequence name, CharSequence value, boolean caseInsensitive) {
        for (CharSequence each : getAll(name)) {
            if (caseInsensitive
                    ? AsciiString.contentEqualsIgnoreCase(each, value)
                    : AsciiString.contentEquals(each, value)) {
                return true;
            }
        }
        return false;
    }

    /// One object for a whole walk: an entry is good until the next one is asked for.
    private final class Walk
            implements Iterator<Map.Entry<CharSequence, CharSequence>>,
                    Map.Entry<CharSequence, CharSequence> {
        private int next = -PSEUDO.length;
        private int current;

        Walk() {
            skip();
        }

        private void skip() {
            while (next < 0 && pseudo(next + PSEUDO.length) == null) {
                next++;
            }
        }

        @Override
        public boolean hasNext() {
            return next < fields();
        }

        @Override
        public Map.Entry<CharSequence, CharSequence> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            current = next;
            next++;
            skip();
            return this;
        }

        @Override
        public CharSequence getKey() {
            return current < 0 ? PSEUDO[current + PSEUDO.length] : name(current);
        }

        @Override
        public CharSequence getValue() {
            AsciiString ofPseudo = current < 0 ? pseudo(current + PSEUDO.length) : null;
            return ofPseudo == null ? value(current) : ofPseudo;
        }

        @Override
        public CharSequence setValue(CharSequence value) {
            throw new UnsupportedOperationException("a header list is read only by its codec");
        }
    }
}
