package dev.tulle.proxy.route;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/// Percent-encoding, RFC 3986 section 2.1.
final class Escape {

    private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

    private Escape() {}

    /// The byte that is escaped at a percent sign, or -1 when what stands there is no escape.
    static int at(AsciiString text, int percent) {
        if (percent + 2 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.byteAt(percent + 1), 16);
        int low = Character.digit(text.byteAt(percent + 2), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    static byte upper(byte digit) {
        return digit >= 'a' ? (byte) (digit - 32) : digit;
    }

    /// RFC 3986 section 2.3.
    static boolean isUnreserved(int b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~';
    }

    /// A path as a user writes it, with an escape for all that may not stand in a target.
    static AsciiString of(String path) {
        byte[] in = path.getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(in.length);
        for (byte b : in) {
            if (b > ' ' && b < 0x7f) {
                out.append((char) b);
            } else {
                out.append('%').append(DIGITS[b >> 4 & 0xf]).append(DIGITS[b & 0xf]);
            }
        }
        return AsciiString.of(out);
    }

    /// A name or value of a query: a plus is a space there. What is no escape stays as it is.
    static String ofForm(AsciiString text) {
        byte[] out = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            byte b = text.byteAt(i);
            int value = b == '%' ? at(text, i) : -1;
            if (value >= 0) {
                out[length++] = (byte) value;
                i += 2;
            } else {
                out[length++] = b == '+' ? (byte) ' ' : b;
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }
}
