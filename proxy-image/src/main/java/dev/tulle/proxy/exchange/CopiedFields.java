package dev.tulle.proxy.exchange;

import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Fields of their own, with names in lower case: for a message that outlives the buffer that its
/// fields were read from. How the original was framed on its connection is left out.
public final class CopiedFields implements Fields {

    private static final AsciiString TRANSFER_ENCODING = AsciiString.cached("transfer-encoding");

    private final List<AsciiString> names = new ArrayList<>();
    private final List<CharSequence> values = new ArrayList<>();

    public static CopiedFields of(Fields original) {
        CopiedFields copy = new CopiedFields();
        original.forEach((name, value) -> {
            AsciiString lower = new AsciiString(name).toLowerCase();
            if (!TRANSFER_ENCODING.equals(lower)) {
                copy.add(lower, new AsciiString(value));
            }
        });
        return copy;
    }

    @Override
    public @Nullable CharSequence first(AsciiString name) {
        return value(name, 0);
    }

    @Override
    public @Nullable CharSequence value(AsciiString name, int nth) {
        int left = nth;
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals(name) && left-- == 0) {
                return values.get(i);
            }
        }
        return null;
    }

    @Override
    public void forEach(FieldVisitor visitor) {
        for (int i = 0; i < names.size(); i++) {
            visitor.field(names.get(i), values.get(i));
        }
    }

    @Override
    public boolean prove() {
        for (int i = 0; i < names.size(); i++) {
            if (ConnectionAuth.proves(names.get(i), values.get(i))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void add(AsciiString name, CharSequence value) {
        names.add(name);
        values.add(value);
    }

    @Override
    public void remove(AsciiString name) {
        for (int i = names.size() - 1; i >= 0; i--) {
            if (loosely(names.get(i)).equals(name)) {
                removeAt(i);
            }
        }
    }

    @Override
    public void removeStartingWith(AsciiString prefix) {
        for (int i = names.size() - 1; i >= 0; i--) {
            if (loosely(names.get(i)).startsWith(prefix)) {
                removeAt(i);
            }
        }
    }

    private void removeAt(int index) {
        names.remove(index);
        values.remove(index);
    }

    private static AsciiString loosely(AsciiString name) {
        return name.replace('_', '-');
    }
}
