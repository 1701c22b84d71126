package dev.tulle.proxy.upstream;

import io.netty.util.AsciiString;

/// Methods that may be sent twice, RFC 9110 section 9.2.2.
final class Idempotent {
    private Idempotent() {}

    static boolean is(AsciiString method) {
        return switch (method.toString()) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> false;
        };
    }
}
