package dev.tulle.proxy.exchange;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// A head without fields.
public final class NoFields implements Fields {
    @Override
    public @Nullable CharSequence first(AsciiString name) {
        return null;
    }

    @Override
    public @Nullable CharSequence value(AsciiString name, int nth) {
        return null;
    }

    @Override
    public boolean prove() {
        return false;
    }

    @Override
    public void forEach(FieldVisitor visitor) {}

    @Override
    public void add(AsciiString name, CharSequence value) {}

    @Override
    public void remove(AsciiString name) {}

    @Override
    public void removeStartingWith(AsciiString prefix) {}
}
