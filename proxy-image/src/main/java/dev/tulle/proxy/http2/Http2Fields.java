package dev.tulle.proxy.http2;

import dev.tulle.proxy.exchange.ConnectionAuth;
import dev.tulle.proxy.exchange.FieldVisitor;
import dev.tulle.proxy.exchange.Fields;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// A header list as filters see it: no pseudo-header fields, but `host` for `:authority`.
final class Http2Fields implements Fields {
    static final AsciiString HOST = AsciiString.cached("host");
    private static final AsciiString COOKIE = AsciiString.cached("cookie");
    private static final AsciiString CRUMB = AsciiString.cached("; ");

    private final HeaderList list;

    Http2Fields(HeaderList list) {
        this.list = list;
    }

    HeaderList list() {
        return list;
    }

    @Override
    public @Nullable CharSequence first(AsciiString name) {
        if (HOST.equals(name)) {
            return list.authority();
        }
        int at = list.find(name, 0);
        return at < 0 ? null : list.value(at);
    }

    @Override
    public @Nullable CharSequence value(AsciiString name, int nth) {
        if (HOST.equals(name)) {
            return nth == 0 ? list.authority() : null;
        }
        int at = list.find(name, 0);
        for (int i = 0; i < nth && at >= 0; i++) {
            at = list.find(name, at + 1);
        }
        return at < 0 ? null : list.value(at);
    }

    @Override
    public boolean prove() {
        for (int i = 0; i < list.fields(); i++) {
            if (ConnectionAuth.proves(list.name(i), list.value(i))) {
                return true;
            }
        }
        return false;
    }

    /// Crumbs of a cookie come as one field, RFC 9113 section 8.2.3: in HTTP/1 there is only one.
    @Override
    public void forEach(FieldVisitor visitor) {
        AsciiString authority = list.authority();
        if (authority != null) {
            visitor.field(HOST, authority);
        }
        boolean cookies = false;
        for (int i = 0; i < list.fields(); i++) {
            if (!COOKIE.contentEquals(list.name(i))) {
                visitor.field(list.name(i), list.value(i));
            } else if (!cookies) {
                cookies = true;
                visitor.field(COOKIE, cookie(i));
            }
        }
    }

    private CharSequence cookie(int first) {
        int next = list.find(COOKIE, first + 1);
        if (next < 0) {
            return list.value(first);
        }
        StringBuilder whole = new StringBuilder(list.value(first));
        for (; next >= 0; next = list.find(COOKIE, next + 1)) {
            whole.append(CRUMB).append(list.value(next));
        }
        return new AsciiString(whole);
    }

    @Override
    public void add(AsciiString name, CharSequence value) {
        if (HOST.equals(name)) {
            list.authority(value);
        } else {
            list.append(name, value);
        }
    }

    @Override
    public void remove(AsciiString name) {
        if (HOST.equals(name)) {
            list.withoutAuthority();
        }
        for (int i = list.fields() - 1; i >= 0; i--) {
            CharSequence each = list.name(i);
            if (each.length() == name.length() && startsLoosely(each, name)) {
                list.removeAt(i);
            }
        }
    }

    @Override
    public void removeStartingWith(AsciiString prefix) {
        for (int i = list.fields() - 1; i >= 0; i--) {
            if (startsLoosely(list.name(i), prefix)) {
                list.removeAt(i);
            }
        }
    }

    /// An underscore counts as the hyphen that many servers take it for.
    private static boolean startsLoosely(CharSequence name, AsciiString prefix) {
        if (name.length() < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            char c = name.charAt(i);
            if ((c == '_' ? '-' : c) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
