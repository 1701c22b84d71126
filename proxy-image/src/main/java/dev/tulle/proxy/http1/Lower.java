package dev.tulle.proxy.http1;

import io.netty.util.AsciiString;

/// Comparison of names without regard to ASCII case.
final class Lower {
    private Lower() {}

    static int of(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    /// Whether the bytes start with a lower-case name.
    static boolean startsWith(byte[] bytes, int from, int to, AsciiString lowerCase) {
        if (to - from < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if (of(bytes[from + i]) != lowerCase.byteAt(i)) {
                return false;
            }
        }
        return true;
    }

    static boolean equal(byte[] bytes, int from, int to, AsciiString lowerCase) {
        return to - from == lowerCase.length() && startsWith(bytes, from, to, lowerCase);
    }

    /// As [#startsWith], with an underscore read as a hyphen.
    static boolean startsLoosely(byte[] bytes, int from, int to, AsciiString lowerCase) {
        if (to - from < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            byte b = bytes[from + i];
            if ((b == '_' ? '-' : of(b)) != lowerCase.byteAt(i)) {
                return false;
            }
        }
        return true;
    }
}
