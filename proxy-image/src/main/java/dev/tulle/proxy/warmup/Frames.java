package dev.tulle.proxy.warmup;

/// Frames of HTTP/2 as text in which each character is a byte, RFC 9113 section 4.1.
final class Frames {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int SETTINGS = 4;
    static final int WINDOW_UPDATE = 8;

    /// END_HEADERS and END_STREAM.
    static final int END_ALL = 5;

    static final int END_HEADERS = 4;
    private static final int END_STREAM = 1;
    private static final int HEADER = 9;

    private Frames() {}

    static String of(int type, int flags, int stream, String payload) {
        int length = payload.length();
        return ""
                + (char) (length >> 16)
                + (char) (length >> 8 & 0xff)
                + (char) (length & 0xff)
                + (char) type
                + (char) flags
                + four(stream)
                + payload;
    }

    static String four(int value) {
        return ""
                + (char) (value >>> 24)
                + (char) (value >> 16 & 0xff)
                + (char) (value >> 8 & 0xff)
                + (char) (value & 0xff);
    }

    /// Whether a whole frame stands there.
    static boolean whole(CharSequence text, int at) {
        return text.length() >= at + HEADER && text.length() >= next(text, at);
    }

    static int next(CharSequence text, int at) {
        return at
                + HEADER
                + (text.charAt(at) << 16 | text.charAt(at + 1) << 8 | text.charAt(at + 2));
    }

    static int type(CharSequence text, int at) {
        return text.charAt(at + 3);
    }

    static boolean ends(CharSequence text, int at) {
        return (text.charAt(at + 4) & END_STREAM) != 0;
    }

    static int stream(CharSequence text, int at) {
        return text.charAt(at + 7) << 8 | text.charAt(at + 8);
    }
}
