package dev.tulle.proxy.route;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// A path in the two ways in which servers read it. `strict` is RFC 3986: dots are resolved and
/// what needs no escape is unescaped. `loose` is what lenient servers make of it: all is unescaped
/// once, a backslash is a slash, parameters behind `;` are left out, and empty segments too. The
/// same object twice when nothing in the path can be read in two ways.
record PathReadings(AsciiString strict, AsciiString loose) {

    boolean agree() {
        return strict.equals(loose);
    }

    /// Null when the path has an escape that is none, or one of NUL: no server's reading of it can
    /// be relied on.
    static @Nullable PathReadings of(AsciiString path) {
        if (isPlain(path)) {
            return new PathReadings(path, path);
        }
        if (!escapesAreGood(path)) {
            return null;
        }
        return new PathReadings(
                Segments.resolved(unescaped(path, Reach.UNRESERVED)),
                Segments.resolved(Segments.loosened(unescaped(path, Reach.ALL))));
    }

    private static boolean isPlain(AsciiString path) {
        byte before = 0;
        for (int i = path.arrayOffset(); i < path.arrayOffset() + path.length(); i++) {
            byte b = path.array()[i];
            boolean odd =
                    switch (b) {
                        case '%', '\\', ';' -> true;
                        case '/', '.' -> before == '/';
                        default -> false;
                    };
            if (odd) {
                return false;
            }
            before = b;
        }
        return true;
    }

    private static boolean escapesAreGood(AsciiString path) {
        for (int i = 0; i < path.length(); i++) {
            if (path.byteAt(i) == '%') {
                int value = Escape.at(path, i);
                if (value <= 0) {
                    return false;
                }
                i += 2;
            }
        }
        return true;
    }

    private enum Reach {
        UNRESERVED,
        ALL
    }

    private static AsciiString unescaped(AsciiString path, Reach reach) {
        byte[] out = new byte[path.length()];
        int length = 0;
        for (int i = 0; i < path.length(); i++) {
            byte b = path.byteAt(i);
            if (b != '%') {
                out[length++] = b;
                continue;
            }
            int value = Escape.at(path, i);
            if (reach == Reach.ALL || Escape.isUnreserved(value)) {
                out[length++] = (byte) value;
            } else {
                out[length++] = b;
                out[length++] = Escape.upper(path.byteAt(i + 1));
                out[length++] = Escape.upper(path.byteAt(i + 2));
            }
            i += 2;
        }
        return new AsciiString(out, 0, length, false);
    }
}
