package dev.tulle.proxy.route;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// The cookies of a request, RFC 6265 section 4.2.
public final class Cookies {

    private static final AsciiString COOKIE = AsciiString.cached("cookie");

    private Cookies() {}

    /// The value of the first cookie of this name; null when there is none.
    public static @Nullable CharSequence first(RequestView view, AsciiString name) {
        int nth = 0;
        for (CharSequence field = view.value(COOKIE, 0); field != null; ) {
            for (int at = 0; at < field.length(); ) {
                int end = end(field, at);
                CharSequence value = value(field, at, end, name);
                if (value != null) {
                    return value;
                }
                at = end + 1;
            }
            nth++;
            field = view.value(COOKIE, nth);
        }
        return null;
    }

    static void tally(RequestView view, AsciiString name, Tally into) {
        int nth = 0;
        for (CharSequence field = view.value(COOKIE, 0); field != null; ) {
            for (int at = 0; at < field.length(); ) {
                int end = end(field, at);
                CharSequence value = value(field, at, end, name);
                if (value != null) {
                    into.add(value);
                }
                at = end + 1;
            }
            nth++;
            field = view.value(COOKIE, nth);
        }
    }

    private static int end(CharSequence field, int from) {
        for (int i = from; i < field.length(); i++) {
            if (field.charAt(i) == ';') {
                return i;
            }
        }
        return field.length();
    }

    /// The value of the cookie that stands there, without its quotes; null when it is another one.
    private static @Nullable CharSequence value(
            CharSequence field, int from, int to, AsciiString name) {
        int start = from;
        while (start < to && isSpace(field.charAt(start))) {
            start++;
        }
        int equals = start + name.length();
        if (equals >= to
                || field.charAt(equals) != '='
                || !AsciiString.regionMatches(field, false, start, name, 0, name.length())) {
            return null;
        }
        int first = equals + 1;
        int last = to;
        while (last > first && isSpace(field.charAt(last - 1))) {
            last--;
        }
        boolean quoted =
                last - first >= 2 && field.charAt(first) == '"' && field.charAt(last - 1) == '"';
        return quoted ? field.subSequence(first + 1, last - 1) : field.subSequence(first, last);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
