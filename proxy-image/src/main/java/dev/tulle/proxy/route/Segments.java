package dev.tulle.proxy.route;

import io.netty.util.AsciiString;

/// What is done to the segments of a path.
final class Segments {

    private Segments() {}

    /// Without dot segments, RFC 3986 section 5.2.4.
    static AsciiString resolved(AsciiString path) {
        byte[] out = new byte[path.length() + 1];
        int length = 0;
        int at = 0;
        while (at < path.length()) {
            int end = path.indexOf('/', at + 1);
            boolean last = end < 0;
            end = last ? path.length() : end;
            int start = path.byteAt(at) == '/' ? at + 1 : at;
            if (isDots(path, start, end, 1)) {
                length = last ? slash(out, length) : length;
            } else if (isDots(path, start, end, 2)) {
                length = parent(out, length);
                length = last ? slash(out, length) : length;
            } else {
                for (int i = at; i < end; i++) {
                    out[length++] = path.byteAt(i);
                }
            }
            at = end;
        }
        return new AsciiString(out, 0, length == 0 ? slash(out, 0) : length, false);
    }

    private static boolean isDots(AsciiString path, int from, int to, int count) {
        if (to - from != count) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (path.byteAt(i) != '.') {
                return false;
            }
        }
        return true;
    }

    private static int parent(byte[] out, int length) {
        int end = length;
        while (end > 0 && out[end - 1] != '/') {
            end--;
        }
        return Math.max(0, end - 1);
    }

    private static int slash(byte[] out, int length) {
        out[length] = '/';
        return length + 1;
    }

    /// With slashes for backslashes, without parameters and without empty segments.
    static AsciiString loosened(AsciiString path) {
        byte[] out = new byte[path.length()];
        int length = 0;
        boolean parameter = false;
        for (int i = 0; i < path.length(); i++) {
            byte b = path.byteAt(i) == '\\' ? (byte) '/' : path.byteAt(i);
            parameter = b != '/' && (parameter || b == ';');
            boolean empty = b == '/' && length > 0 && out[length - 1] == '/';
            if (!parameter && !empty) {
                out[length++] = b;
            }
        }
        return new AsciiString(out, 0, length, false);
    }
}
