package dev.tulle.proxy.http1;

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
    /// unchanged.
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

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int i = 0; i < 256; i++) {
            boolean visible = i > ' ' && i != 0x7f;
            if (visible) {
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
