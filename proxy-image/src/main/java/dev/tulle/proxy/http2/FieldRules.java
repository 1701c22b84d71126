package dev.tulle.proxy.http2;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/// What may stand in names and values, RFC 9113 section 8.2, read strictly: nothing that another
/// version of HTTP could take for the end of a field. A breach is an [IllegalArgumentException],
/// which the codec turns into a reset of the stream.
final class FieldRules {
    private static final byte NAME = 1;
    private static final byte VALUE = 2;
    private static final byte TARGET = 4;
    private static final byte AUTHORITY = 8;
    private static final byte TOKEN = 16;
    private static final byte[] CLASSES = classes();
    private static final AsciiString TE = AsciiString.cached("te");
    private static final AsciiString TRAILERS = AsciiString.cached("trailers");
    private static final AsciiString[] OF_ONE_CONNECTION = {
        AsciiString.cached("connection"),
        AsciiString.cached("transfer-encoding"),
        AsciiString.cached("keep-alive"),
        AsciiString.cached("proxy-connection"),
        AsciiString.cached("upgrade"),
        AsciiString.cached("http2-settings"),
    };

    private FieldRules() {}

    /// A regular field as it was received.
    static void check(AsciiString name, AsciiString value) {
        if (name.isEmpty() || !all(name, NAME)) {
            throw new IllegalArgumentException(
                    "a field name that is empty, or has a character"
                            + " that is not allowed or not in lower case");
        }
        checkValue(value);
        if (ofOneConnection(name)) {
            throw new IllegalArgumentException("a field that holds for one connection only");
        }
        if (TE.equals(name) && !TRAILERS.contentEqualsIgnoreCase(value)) {
            throw new IllegalArgumentException("te with anything but trailers");
        }
    }

    static void checkValue(AsciiString value) {
        if (!all(value, VALUE) || (!value.isEmpty() && (edge(value, 0) || edge(value, -1)))) {
            throw new IllegalArgumentException(
                    "a field value with a control character, or with space around it");
        }
    }

    private static boolean edge(AsciiString value, int at) {
        byte b = value.byteAt(at < 0 ? value.length() - 1 : at);
        return b == ' ' || b == '\t';
    }

    /// Whether a field, named in lower case, says something of one connection of HTTP/1.
    static boolean ofOneConnection(AsciiString name) {
        for (AsciiString each : OF_ONE_CONNECTION) {
            if (each.equals(name)) {
                return true;
            }
        }
        return false;
    }

    static boolean isTarget(AsciiString path) {
        return !path.isEmpty() && all(path, TARGET);
    }

    static boolean isAuthority(AsciiString authority) {
        return !authority.isEmpty() && all(authority, AUTHORITY);
    }

    static boolean isToken(AsciiString method) {
        return !method.isEmpty() && all(method, TOKEN);
    }

    /// A token, perhaps with a version behind a slash (RFC 9110 section 7.8).
    static boolean isProtocol(AsciiString protocol) {
        int slash = protocol.indexOf('/', 0);
        return slash < 0
                ? isToken(protocol)
                : isToken(protocol.subSequence(0, slash, false))
                        && isToken(protocol.subSequence(slash + 1, protocol.length(), false));
    }

    private static boolean all(AsciiString text, byte of) {
        byte[] bytes = text.array();
        int end = text.arrayOffset() + text.length();
        for (int i = text.arrayOffset(); i < end; i++) {
            if ((CLASSES[bytes[i] & 0xff] & of) == 0) {
                return false;
            }
        }
        return true;
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
                mark(classes, i, AUTHORITY);
                mark(classes, i, TOKEN);
                if (!Character.isUpperCase(i)) {
                    mark(classes, i, NAME);
                }
            }
        }
        for (byte b : "!#$%&'*+-.^_`|~".getBytes(StandardCharsets.US_ASCII)) {
            mark(classes, b, NAME);
            mark(classes, b, TOKEN);
        }
        for (byte b : "-._~!$&'()*+;=:%[]".getBytes(StandardCharsets.US_ASCII)) {
            mark(classes, b, AUTHORITY);
        }
        return classes;
    }

    private static void mark(byte[] classes, int character, byte with) {
        classes[character] = (byte) (classes[character] | with);
    }
}
