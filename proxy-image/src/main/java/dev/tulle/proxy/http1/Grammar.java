package dev.tulle.proxy.http1;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/// Character classes of RFC 9110 and 9112 by table.
final class Grammar {
    private static final byte TOKEN = 1;
    private static final byte VALUE = 2;
    private static final byte TARGET = 4;
    private static final byte HOST = 8;
    private static final byte[] CLASSES = classes();

    private Grammar() {}

    /// A character of a method or field name, section 5.6.2.
    static boolean isToken(byte b) {
        return (CLASSES[b & 0xff] & TOKEN) != 0;
    }

    /// A character of a field value: visible, obs-text, space or tab; no other control character.
    static boolean isValue(byte b) {
        return (CLASSES[b & 0xff] & VALUE) != 0;
    }

    /// A character of a request target: anything visible, and obs-text, for it is forwarded
    /// unchanged. But no fragment: whoever cuts it off reads another path than whoever does not.
    static boolean isTarget(byte b) {
        return (CLASSES[b & 0xff] & TARGET) != 0;
    }

    /// A character of a host with port, RFC 3986 section 3.2.2, without userinfo.
    static boolean isHost(byte b) {
        return (CLASSES[b & 0xff] & HOST) != 0;
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    /// A member of a list without the spaces and tabs around it, section 5.6.3. Nothing else is
    /// space: `AsciiString.trim` takes obs-text for it, and so makes `chunked` of what is not.
    static AsciiString trimmed(AsciiString list, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isSpace(list.byteAt(start))) {
            start++;
        }
        while (end > start && isSpace(list.byteAt(end - 1))) {
            end--;
        }
        return list.subSequence(start, end, false);
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int i = 0; i < 256; i++) {
            boolean visible = i > ' ' && i != 0x7f;
            if (visible && i != '#') {
                mark(classes, i, TARGET);
            }
            if (visible || i == ' ' || i == '\t') {
                mark(classes, i, VALUE);
            }
            if (i < 128 && Character.isLetterOrDigit(i)) {
                mark(classes, i, TOKEN);
                mark(classes, i, HOST);
            }
        }
        for (byte b : "!#$%&'*+-.^_`|~".getBytes(StandardCharsets.US_ASCII)) {
            mark(classes, b, TOKEN);
        }
        for (byte b : "-._~!$&'()*+;=:%[]".getBytes(StandardCharsets.US_ASCII)) {
            mark(classes, b, HOST);
        }
        return classes;
    }

    private static void mark(byte[] classes, int character, byte with) {
        classes[character] = (byte) (classes[character] | with);
    }
}
